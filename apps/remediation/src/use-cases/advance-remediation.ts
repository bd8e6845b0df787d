import { decide, isFinal, Remediations, type RemediationRecord } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { SettleIntent } from './settle-intent.ts';
import { StartRemediation } from './start-remediation.ts';
import { VerifyRemediation } from './verify-remediation.ts';

/** Does what is due for one remediation: expire, start, take the executor's outcome, or verify. Safe to repeat at any time. */
@Injectable()
export class AdvanceRemediation {
  constructor(
    private readonly remediations: Remediations,
    private readonly start: StartRemediation,
    private readonly settle: SettleIntent,
    private readonly verify: VerifyRemediation,
  ) {}

  async wake(id: string): Promise<void> {
    const before = await this.remediations.get(id);
    if (!before) return;
    const after = await this.#advance(before);
    if (after && isFinal(after.state)) await this.start.letGo(after);
  }

  async #advance(record: RemediationRecord): Promise<RemediationRecord | undefined> {
    switch (record.state) {
      case 'proposed':
        return this.remediations.update(record.id, (state) => decide({ type: 'expire', now: new Date() }, state));
      case 'approved':
        return this.start.of(record);
      case 'intent-committed':
      case 'acting':
        return this.settle.of(record.id);
      case 'verifying':
        return this.verify.of(record);
      default:
        return record;
    }
  }
}

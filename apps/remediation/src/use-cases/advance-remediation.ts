import { decide, isFinal, Remediations, TargetLeases, type RemediationRecord } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { SettleIntent } from './settle-intent.ts';
import { VerifyRemediation } from './verify-remediation.ts';

/** Does what is due for one remediation: expire, start, take the executor's outcome, or verify. Safe to repeat at any time. */
@Injectable()
export class AdvanceRemediation {
  constructor(
    private readonly remediations: Remediations,
    private readonly leases: TargetLeases,
    private readonly settle: SettleIntent,
    private readonly verify: VerifyRemediation,
  ) {}

  async wake(id: string): Promise<void> {
    const before = await this.remediations.get(id);
    if (!before) return;
    const after = await this.#advance(before);
    if (after && isFinal(after.state)) await this.leases.release(after.action.target);
  }

  async #advance(record: RemediationRecord): Promise<RemediationRecord | undefined> {
    switch (record.state) {
      case 'proposed':
        return this.remediations.update(record.id, (state) => decide({ type: 'expire', now: new Date() }, state));
      case 'approved':
        return this.#start(record);
      case 'intent-committed':
      case 'acting':
        return this.settle.of(record.id);
      case 'verifying':
        return this.verify.of(record);
      default:
        return record;
    }
  }

  async #start({ id, action }: RemediationRecord): Promise<RemediationRecord | undefined> {
    const fencingToken = await this.leases.acquire(action.target);
    const now = new Date();
    // somebody else acts on the target: what has run out meanwhile expires, the rest waits for its next turn
    if (fencingToken === undefined) return this.remediations.update(id, (state) => decide({ type: 'expire', now }, state));
    const after = await this.remediations.start(id, now, (state, facts) => decide({ type: 'start', fencingToken, facts, now }, state));
    if (after?.fencingToken !== fencingToken) await this.leases.release(action.target);
    return after;
  }
}

import { decide, Remediations, type RemediationRecord } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { CheckRemediation } from './check-remediation.ts';
import { SettleIntent } from './settle-intent.ts';
import { VerifyRemediation } from './verify-remediation.ts';

/** The step that follows by itself from the state: take the dry run or the executor's outcome over, verify, watch, or expire. */
@Injectable()
export class StepRemediation {
  constructor(
    private readonly remediations: Remediations,
    private readonly check: CheckRemediation,
    private readonly settle: SettleIntent,
    private readonly verify: VerifyRemediation,
  ) {}

  async of(record: RemediationRecord): Promise<RemediationRecord | undefined> {
    switch (record.state) {
      case 'proposed':
        return this.check.of(record);
      case 'checked':
        return this.remediations.update(record.id, (state) => decide({ type: 'expire', now: new Date() }, state));
      case 'intent-committed':
      case 'acting':
        return this.settle.of(record.id, 'act');
      case 'rolling-back':
        return this.settle.of(record.id, 'rollback');
      case 'verifying':
      case 'shadowing':
        return this.verify.of(record);
      case 'verified':
        return this.verify.again(record);
      default:
        return record;
    }
  }
}

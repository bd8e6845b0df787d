import { HOLDING, Remediations } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { StartRemediation } from './start-remediation.ts';
import { StepRemediation } from './step-remediation.ts';

/** Does what is due for one remediation, and lets go of its target when that was the last of it. Safe to repeat at any time. */
@Injectable()
export class AdvanceRemediation {
  constructor(
    private readonly remediations: Remediations,
    private readonly step: StepRemediation,
    private readonly start: StartRemediation,
  ) {}

  async wake(id: string): Promise<void> {
    const before = await this.remediations.get(id);
    if (!before) return;
    const after = before.state === 'approved' ? await this.start.of(before) : await this.step.of(before);
    // only who held the target lets go of it: another one may be acting on it by now
    if (after && HOLDING.includes(before.state) && !HOLDING.includes(after.state)) await this.start.letGo(after);
  }
}

import { decide, DryRuns, Remediations, type RemediationRecord } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';

/** Takes over what the executor found out that a proposed action would do. */
@Injectable()
export class CheckRemediation {
  constructor(
    private readonly remediations: Remediations,
    private readonly dryRuns: DryRuns,
  ) {}

  async of({ id }: RemediationRecord): Promise<RemediationRecord | undefined> {
    const answer = await this.dryRuns.of(id);
    const now = new Date();
    return this.remediations.update(id, (state) =>
      decide(answer === undefined ? { type: 'expire', now } : { type: 'record-check', answer, now }, state),
    );
  }
}

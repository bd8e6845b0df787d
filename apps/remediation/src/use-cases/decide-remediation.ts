import { DomainError, type Actor } from '@cloudops/contracts';
import { decide, Remediations, type RemediationRecord } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';

export interface PersonsDecision {
  readonly id: string;
  readonly actionHash: string;
  readonly actor: Actor;
  readonly reason: string;
}

/** Takes a person's approval or refusal of exactly the action that was shown. */
@Injectable()
export class DecideRemediation {
  constructor(private readonly remediations: Remediations) {}

  /** @throws DomainError `not-found`, `forbidden` or `conflict`, see `decideApproval`. */
  async take(type: 'approve' | 'refuse', { id, ...decision }: PersonsDecision): Promise<RemediationRecord> {
    const record = await this.remediations.update(id, (state) => decide({ type, now: new Date(), ...decision }, state));
    if (!record) throw new DomainError('not-found', 'remediation-unknown', `There is no remediation ${id}`);
    return record;
  }
}

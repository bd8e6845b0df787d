import { decide, Remediations, startScope, TargetLeases, type RemediationRecord } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { Catalogue } from '../catalogue/load-catalogue.ts';

/** Leases the target of an approved action and commits its intent, if every guardrail lets it. */
@Injectable()
export class StartRemediation {
  constructor(
    private readonly remediations: Remediations,
    private readonly leases: TargetLeases,
    private readonly catalogue: Catalogue,
  ) {}

  async of(record: RemediationRecord): Promise<RemediationRecord | undefined> {
    const { id, action } = record;
    const fencingToken = await this.leases.acquire(action.target);
    const now = new Date();
    // somebody else acts on the target: what has run out meanwhile expires, the rest waits for its next turn
    if (fencingToken === undefined) return this.remediations.update(id, (state) => decide({ type: 'expire', now }, state));
    const { policy, inventory } = this.catalogue;
    const scope = startScope(record, { policy, entries: inventory.entries }, now);
    const after = await this.remediations.start(id, { now, scope }, (state, facts) =>
      decide({ type: 'start', fencingToken, facts, scope, now }, state),
    );
    if (after?.fencingToken !== fencingToken) await this.leases.release(action.target);
    return after;
  }

  /** Others may act on the target again. */
  letGo({ action }: RemediationRecord): Promise<void> {
    return this.leases.release(action.target);
  }
}

import type { Incident, PolicyDecision } from '@cloudops/contracts';
import { decide, limitsFor, matchRunbooks, remediationId, type Propose, type RunbookMatch } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { Catalogue } from '../catalogue/load-catalogue.ts';
import { Intake } from '../domain/intake.ts';
import { AskPolicy } from './ask-policy.ts';
import { WithdrawRemediations } from './withdraw-remediations.ts';

/** Gives an open incident the remediation of every runbook that fits it, once each, with policy's answer. */
@Injectable()
export class ProposeRemediations {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly ask: AskPolicy,
    private readonly intake: Intake,
    private readonly withdrawals: WithdrawRemediations,
  ) {}

  async from(event: { readonly id: string }, incident: Incident): Promise<void> {
    // people still comment on what is over
    if (incident.state !== 'open') return;
    const { runbooks, inventory } = this.catalogue;
    const proposals = await Promise.all(
      matchRunbooks(incident, runbooks, inventory.entries).map(async (m) => this.#proposal(incident, m, await this.ask.about(m))),
    );
    const byId = new Map(proposals.map((p) => [p.id, p]));
    await this.intake.once(event, incident, async (remediations) => {
      const now = new Date();
      await remediations.updateAll([...byId.keys()], (id, state) => {
        const proposal = byId.get(id);
        return proposal ? decide({ ...proposal, now }, state) : [];
      });
      await this.withdrawals.strayed(remediations, incident);
    });
  }

  #proposal(incident: Incident, { runbook, entry, signals }: RunbookMatch, decision: PolicyDecision): Propose {
    const { policy } = this.catalogue;
    return {
      type: 'propose',
      id: remediationId(incident.id, runbook.id, entry.id),
      incident,
      runbook,
      entry,
      signals,
      policy: decision,
      limits: limitsFor(policy, decision.rule, runbook),
      approvalSeconds: policy.limits.approvalSeconds,
    };
  }
}

import type { PolicyDecision } from '@cloudops/contracts';
import { actionOf, bindExpression, decidePolicy, type RunbookMatch } from '@cloudops/domain-remediation';
import { Injectable } from '@nestjs/common';
import { Catalogue } from '../catalogue/load-catalogue.ts';
import { Expressions } from '../domain/expressions.ts';

/** Whether a runbook that fits may be proposed: its own guard is asked first, then policy. */
@Injectable()
export class AskPolicy {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly expressions: Expressions,
  ) {}

  async about({ runbook, entry }: RunbookMatch): Promise<PolicyDecision> {
    const action = actionOf(runbook, entry.id);
    const decision = decidePolicy(this.catalogue.policy.rules, {
      ...{ runbookId: runbook.id, action, target: entry.entity },
      runner: entry.runner.kind,
    });
    const objection = decision.mode === 'refuse' || !runbook.guard ? undefined : await this.#objection(runbook.guard, entry);
    return objection === undefined ? decision : { mode: 'refuse', rule: 'runbook-guard', reason: objection };
  }

  /** What cannot be found out does not allow. */
  async #objection({ promql, reason }: { promql: string; reason: string }, entry: RunbookMatch['entry']): Promise<string | undefined> {
    const bound = bindExpression(promql, entry);
    try {
      return (await this.expressions.holds(bound, new Date())) ? undefined : `${reason}: ${bound} has no result; it would have to have one`;
    } catch (error) {
      return `The guard ${bound} could not be evaluated: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

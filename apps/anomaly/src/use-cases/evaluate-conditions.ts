import { decideCondition, type Meant, type NamedCondition, withdrawConditions } from '@cloudops/domain-incidents';
import { Injectable, Logger } from '@nestjs/common';
import { ConditionStates } from '../domain/condition-states.ts';
import { KnownEntities } from '../domain/known-entities.ts';
import { RunbookConditions } from '../domain/runbook-conditions.ts';
import { SeriesQueries } from '../domain/series-queries.ts';

/** Series of one result; a condition that is so for more of them is about none of them. */
const MAX_RESULT = 200;
/** A round ends here; what it did not come to is first in the next one, ms. */
const ROUND_MS = 12_000;

/** Evaluates the `when:` of every runbook and records what begins and ends by it. */
@Injectable()
export class EvaluateConditions {
  private readonly logger = new Logger('Conditions');
  private next = 0;

  constructor(
    private readonly conditions: RunbookConditions,
    private readonly states: ConditionStates,
    private readonly series: SeriesQueries,
    private readonly entities: KnownEntities,
  ) {}

  async round(now: Date): Promise<void> {
    const conditions = await this.conditions.all();
    const active = await this.states.active();
    const named = new Set(conditions.map((c) => `runbook:${c.runbook}`));
    await this.states.settle(
      withdrawConditions(
        active.filter((a) => !named.has(a.source)),
        now,
      ),
      now,
    );
    const until = Date.now() + ROUND_MS;
    for (let done = 0; done < conditions.length && Date.now() < until; done++) {
      const condition = conditions[this.next++ % conditions.length]!;
      const mine = active.filter((a) => a.source === `runbook:${condition.runbook}`);
      const result = await this.evaluate(condition, now);
      if (result) await this.states.settle(decideCondition(condition, mine, result, now), now);
    }
  }

  /** `undefined` when it could not be evaluated: nothing is known then. */
  private async evaluate({ runbook, promql }: NamedCondition, now: Date): Promise<Meant[] | undefined> {
    try {
      const found: Meant[] = [];
      for (const { labels, value } of await this.series.at(promql, now.getTime(), MAX_RESULT)) {
        found.push({ entity: await this.entities.of(labels), labels, value });
      }
      return found;
    } catch (error) {
      this.logger.warn(`the condition of runbook ${runbook} cannot be evaluated: ${String(error)}`);
      return undefined;
    }
  }
}

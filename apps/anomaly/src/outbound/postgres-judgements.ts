import { randomUUID } from 'node:crypto';
import {
  type Anomaly,
  type AnomalyFeedback,
  DomainError,
  type GiveFeedback,
  type ListFeedback,
  type RequestData,
  type ResponseInput,
} from '@cloudops/contracts';
import { planFeedback, saysTheSame, viewKey } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Judgements, type ToleranceRules } from '../domain/judgements.ts';
import { AskedChanges } from './asked-changes.ts';
import { FeedbackRows } from './feedback-rows.ts';
import { IncidentRows } from './incident-rows.ts';

/** From the saying to the first sample that is scored with it: every replica reads what is new once a second. */
const GRACE_MS = 2_000;

@Injectable()
export class PostgresJudgements extends Judgements {
  private known: bigint | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: AskedChanges,
    private readonly rows: FeedbackRows,
    private readonly incidents: IncidentRows,
  ) {
    super();
  }

  give(asked: RequestData<typeof GiveFeedback>, now: Date, seen: (viewKey: string) => number): Promise<ResponseInput<typeof GiveFeedback>> {
    return this.changes.once(asked, async (manager) => {
      const [row]: { doc: Anomaly }[] = await manager.query('select doc from anomalies where id = $1 for update', [asked.anomalyId]);
      if (!row) throw new DomainError('not-found', 'anomaly-not-found', `There is no anomaly ${asked.anomalyId}`);
      const known = await this.rows.latest(manager, asked.anomalyId);
      if (saysTheSame(known, asked.feedback)) return { feedback: known, anomaly: row.doc };
      const effective = Math.max(now.getTime() + GRACE_MS, seen(viewKey(row.doc.view)));
      const feedback = planFeedback(row.doc, asked.feedback, {
        ...{ id: randomUUID(), by: asked.actor.id, at: now.toISOString(), effectiveAt: new Date(effective).toISOString() },
      });
      await this.rows.add(manager, feedback);
      return { feedback, anomaly: await this.note(manager, row.doc, feedback) };
    });
  }

  async list({ limit }: RequestData<typeof ListFeedback>): Promise<ResponseInput<typeof ListFeedback>> {
    const rows: { doc: AnomalyFeedback }[] = await this.dataSource.query(
      'select doc from anomaly_feedback where ended_at is null order by position desc limit $1',
      [limit],
    );
    return { feedback: rows.map((r) => r.doc) };
  }

  async news(): Promise<ToleranceRules | undefined> {
    const { manager } = this.dataSource;
    const position = await this.rows.position(manager);
    if (position === this.known) return undefined;
    const rules = await this.rows.rules(manager, new Date());
    this.known = position;
    return rules;
  }

  /** On the anomaly, and where an incident holds it, in its timeline. */
  private async note(manager: EntityManager, before: Anomaly, { verdict, by, at, window }: AnomalyFeedback): Promise<Anomaly> {
    const anomaly: Anomaly = { ...before, feedback: { verdict, by, at, window } };
    await manager.query('update anomalies set doc = doc || $2 where id = $1', [anomaly.id, JSON.stringify({ feedback: anomaly.feedback })]);
    const holding: { id: string }[] = await manager.query(
      `select id from incidents where doc -> 'anomalies' @> $1::jsonb order by opened_at desc limit 1`,
      [JSON.stringify([{ id: anomaly.id }])],
    );
    for (const { id } of holding) await this.incidents.apply(manager, id, { type: 'anomaly-judged', anomaly, at });
    return anomaly;
  }
}

import type { AnomalyFeedback } from '@cloudops/contracts';
import { ruleOf, type ToleranceRule } from '@cloudops/domain-detection';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ToleranceRules } from '../domain/judgements.ts';

/** A journal is replayed for a day at most, with the rules of its time. */
const REPLAYED_MS = 25 * 3_600_000;

/** The feedback table, in the caller's transaction. */
@Injectable()
export class FeedbackRows {
  /** The feedback about an anomaly that counts. */
  async latest(manager: EntityManager, anomalyId: string): Promise<AnomalyFeedback | undefined> {
    const rows: { doc: AnomalyFeedback }[] = await manager.query(
      'select doc from anomaly_feedback where anomaly_id = $1 and ended_at is null order by position desc limit 1',
      [anomalyId],
    );
    return rows[0]?.doc;
  }

  /** Takes the place of what was said of the anomaly before. */
  async add(manager: EntityManager, feedback: AnomalyFeedback): Promise<void> {
    const effective = Date.parse(feedback.effectiveAt);
    await manager.query('update anomaly_feedback set ended_at = $2 where anomaly_id = $1 and ended_at is null', [
      feedback.anomalyId,
      effective,
    ]);
    await manager.query('insert into anomaly_feedback (id, anomaly_id, view_key, effective_at, doc) values ($1, $2, $3, $4, $5)', [
      ...[feedback.id, feedback.anomalyId, feedback.viewKey, effective, JSON.stringify(feedback)],
    ]);
  }

  /** Position of the newest; grows with everything that is said. */
  async position(manager: EntityManager): Promise<bigint> {
    const rows: { position: string | null }[] = await manager.query('select max(position) as position from anomaly_feedback');
    return BigInt(rows[0]?.position ?? 0);
  }

  /** What tolerates something now, or did in the time that may be replayed. */
  async rules(manager: EntityManager, now: Date): Promise<ToleranceRules> {
    const rows: { view_key: string; ended_at: number | null; doc: AnomalyFeedback }[] = await manager.query(
      `select view_key, ended_at, doc from anomaly_feedback
       where doc ->> 'verdict' <> 'right' and (ended_at is null or ended_at > $1) order by position`,
      [now.getTime() - REPLAYED_MS],
    );
    const rules = new Map<string, ToleranceRule[]>();
    for (const { view_key: key, ended_at: ended, doc } of rows) rules.set(key, [...(rules.get(key) ?? []), ruleOf(doc, ended ?? Infinity)]);
    return rules;
  }
}

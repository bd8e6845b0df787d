import { type Anomaly, AnomalyCleared, AnomalyDetected, entityKey, type Silence, severityRank } from '@cloudops/contracts';
import { silenceReason } from '@cloudops/domain-incidents';
import { Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Change } from '../domain/live-view.ts';
import { isTrouble } from '../domain/live-views.ts';

/** Other anomalies of one entity that matter for a verdict, at most. */
const MAX_OTHERS = 100;

/** The anomalies table, in the caller's transaction. Each method says whether anything changed, so that a replay publishes nothing twice. */
@Injectable()
export class AnomalyRows {
  constructor(private readonly outbox: Outbox) {}

  /** @returns false when the anomaly was there already. */
  async detected(manager: EntityManager, change: Change): Promise<boolean> {
    const { anomaly, transition } = change;
    const inserted: unknown[] = await manager.query(
      `insert into anomalies (id, entity, detected_at, severity_rank, sustained, troubled_at, doc) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (id) do nothing returning id`,
      [
        anomaly.id,
        entityKey(anomaly.entity),
        anomaly.detectedAt,
        severityRank(anomaly.severity),
        transition.sustained,
        isTrouble(change) ? anomaly.detectedAt : null,
        JSON.stringify(anomaly),
      ],
    );
    if (inserted.length === 0) return false;
    await this.outbox.add(manager, AnomalyDetected, anomaly, { id: `detected-${anomaly.id}` });
    return true;
  }

  /** Takes over a worse severity or that it lasts; `undefined` when it was known, or the anomaly is over. */
  async grew(manager: EntityManager, change: Change): Promise<Anomaly | undefined> {
    const { anomaly, transition } = change;
    const { value, anomaly_score, severity, reason, severityReason } = anomaly;
    const rank = severityRank(severity);
    const [rows]: [{ doc: Anomaly }[]] = await manager.query(
      `update anomalies set severity_rank = $2, sustained = sustained or $3, troubled_at = coalesce(troubled_at, $4), doc = doc || $5
       where id = $1 and cleared_at is null and (severity_rank < $2 or (not sustained and $3)) returning doc`,
      [
        anomaly.id,
        rank,
        transition.sustained,
        isTrouble(change) ? new Date(transition.at).toISOString() : null,
        JSON.stringify({ value, anomaly_score, severity, reason, severityReason }),
      ],
    );
    return rows[0]?.doc;
  }

  /** `undefined` when it was cleared before. */
  async cleared(manager: EntityManager, { anomaly, transition }: Change): Promise<Anomaly | undefined> {
    const clearedAt = new Date(transition.at).toISOString();
    const [rows]: [{ doc: Anomaly }[]] = await manager.query(
      'update anomalies set cleared_at = $2, doc = doc || $3 where id = $1 and cleared_at is null returning doc',
      [anomaly.id, clearedAt, JSON.stringify({ clearedAt, reason: anomaly.reason })],
    );
    const doc = rows[0]?.doc;
    if (doc) await this.outbox.add(manager, AnomalyCleared, doc, { id: `cleared-${anomaly.id}` });
    return doc;
  }

  /** Open anomalies of an entity that last, for a hiccup corroborates nothing, and that no silence holds. */
  async openOf(manager: EntityManager, entity: string): Promise<Anomaly[]> {
    const rows: { doc: Anomaly }[] = await manager.query(
      `select doc from anomalies where entity = $1 and cleared_at is null and sustained and silenced_by is null
       order by severity_rank desc, id limit $2`,
      [entity, MAX_OTHERS],
    );
    return rows.map((r) => r.doc);
  }

  /** An open anomaly that a silence holds; `undefined` when none does any more. */
  async silenced(manager: EntityManager, id: string): Promise<{ anomaly: Anomaly; sustained: boolean } | undefined> {
    const rows: { doc: Anomaly; sustained: boolean }[] = await manager.query(
      'select doc, sustained from anomalies where id = $1 and silenced_by is not null and cleared_at is null for update',
      [id],
    );
    return rows[0] && { anomaly: rows[0].doc, sustained: rows[0].sustained };
  }

  /** Notes the silence that holds for it now, or that none does. */
  async hush(manager: EntityManager, { id }: Anomaly, silence: Silence | undefined): Promise<void> {
    const note = silence === undefined ? {} : { silence: { id: silence.id, reason: silenceReason(silence) } };
    await manager.query(
      `update anomalies set silenced_by = $2, doc = (doc - 'silence') || $3 where id = $1 and silenced_by is distinct from $2`,
      [id, silence?.id ?? null, JSON.stringify(note)],
    );
  }
}

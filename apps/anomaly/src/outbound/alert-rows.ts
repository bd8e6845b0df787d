import { type Alert, entityKey } from '@cloudops/contracts';
import { newsOfAlert } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FindingsMetrics } from '../anomaly.metrics.ts';
import { AnomalyRows } from './anomaly-rows.ts';
import { IncidentRows } from './incident-rows.ts';

/** The alerts table, in the caller's transaction, and what its news make of incidents. */
@Injectable()
export class AlertRows {
  constructor(
    private readonly incidents: IncidentRows,
    private readonly anomalies: AnomalyRows,
    private readonly metrics: FindingsMetrics,
  ) {}

  /** Deliveries about one fingerprint follow each other. */
  async take(manager: EntityManager, told: Alert, now: Date): Promise<void> {
    await manager.query(`select pg_advisory_xact_lock(hashtextextended('cloudops alert ' || $1, 0))`, [told.fingerprint]);
    const [row]: { doc: Alert }[] = await manager.query('select doc from alerts where fingerprint = $1', [told.fingerprint]);
    const { verdict, over } = newsOfAlert(row?.doc.state === 'pending' ? undefined : row?.doc, told);
    if (verdict === 'older') return;
    await this.save(manager, told, now);
    const at = now.toISOString();
    const entity = entityKey(over?.entity ?? told.entity);
    if (over) await this.incidents.apply(manager, { entity, alert: over }, { type: 'alert-resolved', alert: over, at });
    if (verdict !== 'fired') return;
    const others = await this.anomalies.openOf(manager, entity);
    const previous = await this.incidents.latestResolved(manager, entity);
    const fired = { type: 'alert-fired', alert: told, others, previous, at } as const;
    const { incident, opened } = await this.incidents.apply(manager, { entity, alert: told }, fired);
    if (incident && opened) this.metrics.recorded({ detected: [], opened: [incident] });
  }

  /** Notes that something is so which does not count yet. */
  async wait(manager: EntityManager, pending: Alert, now: Date): Promise<void> {
    await this.save(manager, pending, now);
  }

  private async save(manager: EntityManager, alert: Alert, now: Date): Promise<void> {
    const { fingerprint, id, kind, state, startsAt } = alert;
    await manager.query(
      `insert into alerts (fingerprint, id, kind, entity, state, starts_at, heard_at, doc) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (fingerprint) do update set id = excluded.id, entity = excluded.entity, state = excluded.state,
         starts_at = excluded.starts_at, heard_at = excluded.heard_at, doc = excluded.doc`,
      [fingerprint, id, kind, entityKey(alert.entity), state, startsAt, now.toISOString(), JSON.stringify(alert)],
    );
  }
}

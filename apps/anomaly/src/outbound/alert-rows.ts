import { type Alert, entityKey, type Silence } from '@cloudops/contracts';
import { newsOfAlert, silenceReason } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FindingsMetrics } from '../anomaly.metrics.ts';
import { AnomalyRows } from './anomaly-rows.ts';
import { IncidentRows } from './incident-rows.ts';
import { SilenceRows } from './silence-rows.ts';

/** The alerts table, in the caller's transaction, and what its news make of incidents. */
@Injectable()
export class AlertRows {
  constructor(
    private readonly incidents: IncidentRows,
    private readonly anomalies: AnomalyRows,
    private readonly silences: SilenceRows,
    private readonly metrics: FindingsMetrics,
  ) {}

  /** Deliveries about one fingerprint follow each other. */
  async take(manager: EntityManager, told: Alert, now: Date): Promise<void> {
    const known = await this.locked(manager, told.fingerprint);
    const { verdict, over } = newsOfAlert(known?.state === 'pending' ? undefined : known, told);
    if (verdict === 'older') return;
    if (verdict === 'fired') await this.fire(manager, told, now);
    else await this.save(manager, { ...told, silence: known?.silence ?? null }, now);
    if (!over) return;
    const resolved = { type: 'alert-resolved', alert: over, at: now.toISOString() } as const;
    await this.incidents.apply(manager, { alert: over }, resolved);
  }

  /** An alert whose silence no longer holds is looked at as if it had fired just now. */
  async release(manager: EntityManager, fingerprint: string, now: Date): Promise<void> {
    const known = await this.locked(manager, fingerprint);
    if (known?.state !== 'firing' || !known.silence || (await this.silenceOf(manager, known, now))) return;
    await this.fire(manager, known, now);
  }

  private async fire(manager: EntityManager, alert: Alert, now: Date): Promise<void> {
    const entity = entityKey(alert.entity);
    const silence = await this.silenceOf(manager, alert, now);
    await this.save(manager, { ...alert, silence: silence ? { id: silence.id, reason: silenceReason(silence) } : null }, now);
    const others = await this.anomalies.openOf(manager, entity);
    const previous = await this.incidents.latestResolved(manager, entity);
    const fired = { type: 'alert-fired', alert, others, previous, silence, at: now.toISOString() } as const;
    const { incident, opened } = await this.incidents.apply(manager, { alert }, fired);
    if (incident && opened) this.metrics.recorded({ detected: [], opened: [incident] });
  }

  private silenceOf(manager: EntityManager, { name, labels, entity }: Alert, now: Date): Promise<Silence | undefined> {
    return this.silences.holding(manager, { series: { name, labels }, entity }, now.getTime());
  }

  private async locked(manager: EntityManager, fingerprint: string): Promise<Alert | undefined> {
    await manager.query(`select pg_advisory_xact_lock(hashtextextended('cloudops alert ' || $1, 0))`, [fingerprint]);
    const rows: { doc: Alert }[] = await manager.query('select doc from alerts where fingerprint = $1', [fingerprint]);
    return rows[0]?.doc;
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

import { createHash } from 'node:crypto';
import { entityKey, type Incident, IncidentOpened, IncidentResolved, IncidentUpdated } from '@cloudops/contracts';
import {
  decide,
  evolve,
  type IncidentCommand,
  type IncidentEvent,
  narrateIncident,
  type RecentIncident,
  subjectOf,
} from '@cloudops/domain-incidents';
import { Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

const CONTRACTS = {
  'incident.opened.v1': IncidentOpened,
  'incident.updated.v1': IncidentUpdated,
  'incident.resolved.v1': IncidentResolved,
};

/** The incidents table, in the caller's transaction: load, decide, save, tell. */
@Injectable()
export class IncidentRows {
  constructor(private readonly outbox: Outbox) {}

  /** @returns the incident if the command opened one. */
  async apply(manager: EntityManager, entity: string, command: IncidentCommand): Promise<Incident | undefined> {
    let incident = await this.openOf(manager, entity);
    let opened: Incident | undefined;
    for (const event of decide(command, incident).events) {
      const next = evolve(incident, event);
      if (!(await this.save(manager, next, event.type === 'opened'))) return undefined;
      await this.tell(manager, event, next);
      if (event.type === 'opened') opened = next;
      incident = next;
    }
    return opened;
  }

  /** The latest resolved incident of an entity, for damping. */
  async latestResolved(manager: EntityManager, entity: string): Promise<RecentIncident | undefined> {
    const rows: { doc: Incident }[] = await manager.query(
      `select doc from incidents where entity = $1 and state = 'resolved' order by resolved_at desc limit 1`,
      [entity],
    );
    const doc = rows[0]?.doc;
    if (!doc) return undefined;
    const { resolvedAt, updatedAt, anomalies, alerts } = doc;
    return { resolvedAt: resolvedAt ?? updatedAt, metrics: anomalies.map((a) => a.series.name), alerts };
  }

  private async openOf(manager: EntityManager, entity: string): Promise<Incident | undefined> {
    const rows: { doc: Incident }[] = await manager.query(`select doc from incidents where entity = $1 and state = 'open' for update`, [
      entity,
    ]);
    return rows[0]?.doc;
  }

  /** @returns false when an incident of that id was opened before: a replay, and all was told. */
  private async save(manager: EntityManager, incident: Incident, isNew: boolean): Promise<boolean> {
    if (!isNew) {
      await manager.query('update incidents set state = $2, resolved_at = $3, doc = $4 where id = $1', [
        incident.id,
        incident.state,
        incident.resolvedAt,
        JSON.stringify(incident),
      ]);
      return true;
    }
    const inserted: unknown[] = await manager.query(
      'insert into incidents (id, entity, state, opened_at, doc) values ($1, $2, $3, $4, $5) on conflict (id) do nothing returning id',
      [incident.id, entityKey(incident.entity), incident.state, incident.openedAt, JSON.stringify(incident)],
    );
    return inserted.length > 0;
  }

  private async tell(manager: EntityManager, event: IncidentEvent, incident: Incident): Promise<void> {
    const subject = subjectOf(event);
    const id = createHash('sha256').update(`${incident.id}|${incident.version}`).digest('hex').slice(0, 32);
    await this.outbox.add(manager, CONTRACTS[subject], { incident, reason: event.reason }, { id, correlationId: incident.id });
    await manager.query(
      'insert into incident_timeline (id, incident_id, at, type, text) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
      [id, incident.id, event.at, subject, narrateIncident(event, incident)],
    );
  }
}

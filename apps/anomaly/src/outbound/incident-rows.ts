import { createHash } from 'node:crypto';
import { type Anomaly, entityKey, type Incident, IncidentOpened, IncidentResolved, IncidentUpdated } from '@cloudops/contracts';
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

/** Which open incident is meant: the one that holds an anomaly, else the one of an entity, else one that took over anomalies of that entity. */
export interface Sought {
  readonly entity: string;
  readonly anomaly: Anomaly;
}

/** What became of a command; `incident` is the one after it. */
export interface Applied {
  readonly incident: Incident | undefined;
  readonly changed: boolean;
  /** Whether the command opened it. */
  readonly opened: boolean;
  readonly reason: string;
}

/** The incidents table, in the caller's transaction: load, decide, save, tell. */
@Injectable()
export class IncidentRows {
  constructor(private readonly outbox: Outbox) {}

  /** Applies a command to the incident that is sought: by what it is about, or by its id. */
  async apply(manager: EntityManager, sought: Sought | string, command: IncidentCommand): Promise<Applied> {
    const before = typeof sought === 'string' ? await this.byId(manager, sought) : await this.openOf(manager, sought);
    const { events, reason } = decide(command, before);
    let [incident, opened] = [before, false];
    for (const event of events) {
      const next = evolve(incident, event);
      if (!(await this.save(manager, next, event.type === 'opened'))) return { incident, changed: false, opened: false, reason };
      await this.tell(manager, event, next);
      opened ||= event.type === 'opened';
      incident = next;
    }
    return { incident, changed: events.length > 0, opened, reason };
  }

  /** Locks the incident for the rest of the transaction. */
  async byId(manager: EntityManager, id: string): Promise<Incident | undefined> {
    const rows: { doc: Incident }[] = await manager.query('select doc from incidents where id = $1 for update', [id]);
    return rows[0]?.doc;
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

  private async openOf(manager: EntityManager, { entity, anomaly }: Sought): Promise<Incident | undefined> {
    const holds = (part: Partial<Anomaly>): string => JSON.stringify([part]);
    const rows: { doc: Incident }[] = await manager.query(
      `select doc from incidents
       where state = 'open' and (entity = $1 or doc -> 'anomalies' @> $2::jsonb or doc -> 'anomalies' @> $3::jsonb)
       order by doc -> 'anomalies' @> $2::jsonb desc, entity = $1 desc, by_hand, opened_at, id limit 1 for update`,
      [entity, holds({ id: anomaly.id }), holds({ entity: anomaly.entity })],
    );
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

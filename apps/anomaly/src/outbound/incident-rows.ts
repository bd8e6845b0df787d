import { createHash } from 'node:crypto';
import {
  type Alert,
  type Anomaly,
  entityKey,
  type Incident,
  IncidentOpened,
  IncidentResolved,
  IncidentUpdated,
  type RelatedIncident,
} from '@cloudops/contracts';
import {
  causesOf,
  decide,
  evolve,
  type IncidentCommand,
  type IncidentEvent,
  narrateIncident,
  type Neighbourhood,
  NOTHING_AROUND,
  type RecentIncident,
  recentIncident,
  subjectOf,
} from '@cloudops/domain-incidents';
import { Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SurroundingsRows } from './surroundings-rows.ts';

const CONTRACTS = {
  'incident.opened.v1': IncidentOpened,
  'incident.updated.v1': IncidentUpdated,
  'incident.resolved.v1': IncidentResolved,
};

/** After these the causes are ranked anew. */
const RANKING: ReadonlySet<IncidentEvent['type']> = new Set(['opened', 'joined', 'grew', 'alert-fired']);

/** Which open incident is meant: the one that holds an anomaly or alert, else the one of an entity, else one that took over parts of that entity. */
export type Sought = { readonly entity: string } & ({ readonly anomaly: Anomaly } | { readonly alert: Alert });

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
  constructor(
    private readonly outbox: Outbox,
    private readonly surroundings: SurroundingsRows,
  ) {}

  /** Applies a command to the incident that is sought: by what it is about, or by its id. */
  async apply(manager: EntityManager, sought: Sought | string, command: IncidentCommand): Promise<Applied> {
    const before = typeof sought === 'string' ? await this.byId(manager, sought) : await this.openOf(manager, sought);
    const { events, reason } = decide(command, before);
    let [incident, opened] = [before, false];
    for (const event of events) {
      const next = evolve(incident, event, await this.around(manager, event, incident));
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

  /** Looks again at what is known around an open incident, and at the incidents beside it. */
  async reconsider(manager: EntityManager, id: string, related: readonly RelatedIncident[], now: Date): Promise<void> {
    const incident = await this.byId(manager, id);
    if (incident?.state !== 'open') return;
    const causes = causesOf(incident, await this.surroundings.of(manager, entityKey(incident.entity), incident.onsetAt));
    await this.apply(manager, id, { type: 'surroundings-seen', related, causes, at: now.toISOString() });
  }

  /** The latest resolved incident of an entity, for damping. */
  async latestResolved(manager: EntityManager, entity: string): Promise<RecentIncident | undefined> {
    const rows: { doc: Incident }[] = await manager.query(
      `select doc from incidents where entity = $1 and state = 'resolved' order by resolved_at desc limit 1`,
      [entity],
    );
    return rows[0] && recentIncident(rows[0].doc);
  }

  private async around(manager: EntityManager, event: IncidentEvent, incident: Incident | undefined): Promise<Neighbourhood> {
    const entity = incident?.entity ?? (event.type === 'opened' ? (event.anomalies[0] ?? event.alerts[0])?.entity : undefined);
    if (!entity || !RANKING.has(event.type)) return NOTHING_AROUND;
    return this.surroundings.of(manager, entityKey(entity), onsetOf(event, incident));
  }

  private async openOf(manager: EntityManager, { entity, ...part }: Sought): Promise<Incident | undefined> {
    // alerts and anomalies of one entity may arrive together, and only one incident of it may be open
    await manager.query(`select pg_advisory_xact_lock(hashtextextended('cloudops incident ' || $1, 0))`, [entity]);
    const list = 'anomaly' in part ? 'anomalies' : 'alerts';
    const itself = 'anomaly' in part ? { id: part.anomaly.id } : { fingerprint: part.alert.fingerprint };
    const kin = 'anomaly' in part ? part.anomaly.entity : part.alert.entity;
    const rows: { doc: Incident }[] = await manager.query(
      `select doc from incidents where state = 'open'
         and (entity = $1 or doc -> $4 @> $2::jsonb or doc -> 'anomalies' @> $3::jsonb or doc -> 'alerts' @> $3::jsonb)
       order by doc -> $4 @> $2::jsonb desc, entity = $1 desc, by_hand, opened_at, id limit 1 for update`,
      [entity, JSON.stringify([itself]), JSON.stringify([{ entity: kin }]), list],
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

/** When the incident began, as far as the event says; what happened around that time belongs to its surroundings. */
function onsetOf(event: IncidentEvent, incident: Incident | undefined): string {
  if (incident) return incident.onsetAt;
  if (event.type !== 'opened') return event.at;
  return [...event.anomalies.map((a) => a.onsetAt), ...event.alerts.map((a) => a.startsAt)].sort()[0] ?? event.at;
}

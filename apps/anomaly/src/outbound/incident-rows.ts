import { createHash } from 'node:crypto';
import { entityKey, type Incident, IncidentOpened, IncidentResolved, IncidentUpdated, type RelatedIncident } from '@cloudops/contracts';
import {
  causesOf,
  decide,
  evolve,
  type IncidentCommand,
  type IncidentEvent,
  narrateIncident,
  type Neighbourhood,
  NOTHING_AROUND,
  type Part,
  type RecentIncident,
  recentIncident,
  subjectOf,
} from '@cloudops/domain-incidents';
import { Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { lockedIncident, openIncidentOf } from './open-incident-of.ts';
import { SurroundingsRows } from './surroundings-rows.ts';

const CONTRACTS = {
  'incident.opened.v1': IncidentOpened,
  'incident.updated.v1': IncidentUpdated,
  'incident.resolved.v1': IncidentResolved,
};

/** After these the causes are ranked anew. */
const RANKING: ReadonlySet<IncidentEvent['type']> = new Set(['opened', 'joined', 'grew', 'alert-fired', 'took-over', 'parted']);

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

  /** Applies a command to an incident: the open one that a part belongs to, or that of an id. */
  async apply(manager: EntityManager, sought: Part | string, command: IncidentCommand): Promise<Applied> {
    const before = typeof sought === 'string' ? await this.byId(manager, sought) : await openIncidentOf(manager, sought);
    const { events, reason } = decide(command, before);
    let [incident, opened] = [before, false];
    for (const event of events) {
      const next = await this.after(manager, incident, event);
      if (!next) return { incident, changed: false, opened: false, reason };
      opened ||= event.type === 'opened';
      incident = next;
    }
    return { incident, changed: events.length > 0, opened, reason };
  }

  /** What becomes of an incident by events that were decided on; its row is locked. @throws Error when nothing does. */
  async follow(manager: EntityManager, before: Incident | undefined, events: readonly IncidentEvent[]): Promise<Incident> {
    let incident = before;
    for (const event of events) incident = await this.after(manager, incident, event);
    if (!incident) throw new Error('No event, no incident, or one that was opened before');
    return incident;
  }

  /** Locks the incident for the rest of the transaction. */
  byId(manager: EntityManager, id: string): Promise<Incident | undefined> {
    return lockedIncident(manager, id);
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
      `select doc from incidents where entity = $1 and state = 'resolved' and doc ->> 'mergedInto' is null order by resolved_at desc limit 1`,
      [entity],
    );
    return rows[0] && recentIncident(rows[0].doc);
  }

  private async around(manager: EntityManager, event: IncidentEvent, incident: Incident | undefined): Promise<Neighbourhood> {
    const entity = incident?.entity ?? (event.type === 'opened' ? (event.anomalies[0] ?? event.alerts[0])?.entity : undefined);
    if (!entity || !RANKING.has(event.type)) return NOTHING_AROUND;
    return this.surroundings.of(manager, entityKey(entity), onsetOf(event, incident));
  }

  /** Saves and tells an event. @returns nothing when it opens what was opened before: a replay, and all was told. */
  private async after(manager: EntityManager, before: Incident | undefined, event: IncidentEvent): Promise<Incident | undefined> {
    const incident = evolve(before, event, await this.around(manager, event, before));
    if (!(await this.save(manager, incident, event.type === 'opened'))) return undefined;
    await this.tell(manager, event, incident);
    return incident;
  }

  /** @returns false when an incident of that id was opened before. */
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
      `insert into incidents (id, entity, state, opened_at, by_hand, doc) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do nothing returning id`,
      [incident.id, entityKey(incident.entity), incident.state, incident.openedAt, incident.splitFrom !== null, JSON.stringify(incident)],
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

import {
  auditEntry,
  evolve,
  intentOf,
  publishedContract,
  Remediations,
  SELDOM,
  SELDOM_MS,
  wakeAt,
  type ActionFacts,
  type RemediationEvent,
  type RemediationPage,
  type RemediationQuery,
  type RemediationRecord,
  type StartScope,
} from '@cloudops/domain-remediation';
import { AuditChain, Outbox } from '@cloudops/platform-postgres';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RemediationMetrics } from '../remediation.metrics.ts';
import { actionFacts } from './action-facts.ts';

interface Step {
  readonly event: RemediationEvent;
  readonly record: RemediationRecord;
}
type Decide = (manager: EntityManager, id: string, state: RemediationRecord | undefined) => Promise<readonly RemediationEvent[]>;

@Injectable()
export class PostgresRemediations extends Remediations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly audit: AuditChain,
    private readonly metrics: RemediationMetrics,
  ) {
    super();
  }

  /** The same, within a transaction that somebody else has opened and will commit. */
  within(manager: EntityManager): Remediations {
    const inside = new PostgresRemediations(this.dataSource, this.outbox, this.audit, this.metrics);
    inside.#transaction = (work) => work(manager);
    return inside;
  }

  override async get(id: string): Promise<RemediationRecord | undefined> {
    return bodyOf(await this.dataSource.query('select body from remediations where id = $1', [id]));
  }

  override async list({ state, incidentId, limit, cursor }: RemediationQuery): Promise<RemediationPage> {
    const [at, id] = cursor?.split('~') ?? [];
    const rows: { body: RemediationRecord }[] = await this.dataSource.query(
      `select body from remediations
       where ($1::text is null or state = $1) and ($2::text is null or incident_id = $2)
         and ($3::timestamptz is null or (proposed_at, id) < ($3, $4))
       order by proposed_at desc, id desc limit $5`,
      [state ?? null, incidentId ?? null, at ?? null, id ?? null, limit + 1],
    );
    const remediations = rows.slice(0, limit).map((r) => r.body);
    const last = remediations.at(-1);
    return { remediations, cursor: rows.length > limit && last ? `${last.proposedAt}~${last.id}` : null };
  }

  override async update(
    id: string,
    decide: (state: RemediationRecord | undefined) => readonly RemediationEvent[],
  ): Promise<RemediationRecord | undefined> {
    return this.#transaction((manager) => this.#update(manager, [id], (_, __, state) => Promise.resolve(decide(state))));
  }

  override async updateAll(
    ids: readonly string[],
    decide: (id: string, state: RemediationRecord | undefined) => readonly RemediationEvent[],
  ): Promise<void> {
    await this.#transaction((manager) => this.#update(manager, ids, (_, id, state) => Promise.resolve(decide(id, state))));
  }

  override async start(
    id: string,
    at: { readonly now: Date; readonly scope: StartScope },
    decide: (state: RemediationRecord, facts: ActionFacts) => readonly RemediationEvent[],
  ): Promise<RemediationRecord | undefined> {
    return this.#transaction(async (manager) => {
      await lock(manager, 'actions');
      return this.#update(manager, [id], async (_, __, state) => (state ? decide(state, await actionFacts(manager, state, at)) : []));
    });
  }

  override async takeDue(now: Date, againAt: Date, limit: number): Promise<readonly string[]> {
    const rows: { id: string; due: Date }[] = await this.dataSource.query(
      `with due as (
         select id, wake_at from remediations where wake_at <= $1 order by wake_at limit $3 for update skip locked
       ), taken as (
         update remediations r set wake_at = case when r.state = any($4) then $5::timestamptz else $2 end from due where r.id = due.id returning r.id, due.wake_at as due
       ) select id, due from taken order by due`,
      [now, againAt, limit, SELDOM, new Date(againAt.getTime() + SELDOM_MS)],
    );
    return rows.map((r) => r.id);
  }

  #transaction = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => this.dataSource.transaction(work);

  /** Locks in order of id and appends to the audit last, so that transactions cannot wait for each other in a ring. */
  async #update(manager: EntityManager, ids: readonly string[], decide: Decide): Promise<RemediationRecord | undefined> {
    const ordered = [...new Set(ids)].sort();
    for (const id of ordered) await lock(manager, `remediation ${id}`);
    const steps: Step[] = [];
    let record: RemediationRecord | undefined;
    for (const id of ordered) {
      record = bodyOf(await manager.query('select body from remediations where id = $1 for update', [id]));
      const events = await decide(manager, id, record);
      for (const event of events) steps.push({ event, record: (record = evolve(record, event)) });
      if (events.length > 0 && record) await save(manager, record);
    }
    for (const step of steps) await this.#tell(manager, step);
    return record;
  }

  async #tell(manager: EntityManager, { event, record }: Step): Promise<void> {
    if (event.type === 'intent-committed' || event.type === 'rolling-back') await commitIntent(manager, record, new Date(event.at));
    const contract = publishedContract(event, record);
    if (contract)
      await this.outbox.add(manager, contract, record, { id: `${record.id}-${record.version}`, correlationId: record.incidentId });
    const entry = auditEntry(event, record);
    if (entry) await this.audit.append(manager, entry);
    this.metrics.decided(event, record);
  }
}

const bodyOf = (rows: { body: RemediationRecord }[]): RemediationRecord | undefined => rows[0]?.body;

/** Also for rows that do not exist yet. */
const lock = (manager: EntityManager, name: string): Promise<unknown> =>
  manager.query(`select pg_advisory_xact_lock(hashtextextended('cloudops ' || current_schema() || ' ' || $1, 0))`, [name]);

async function save(manager: EntityManager, r: RemediationRecord): Promise<void> {
  const wake = wakeAt(r, new Date(r.history.at(-1)?.at ?? r.proposedAt));
  await manager.query(
    `insert into remediations (id, incident_id, state, target, proposed_at, started_at, finished_at, wake_at, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set state = excluded.state, started_at = excluded.started_at, finished_at = excluded.finished_at,
       wake_at = case when remediations.state = excluded.state and excluded.wake_at is not null then remediations.wake_at else excluded.wake_at end, body = excluded.body`,
    [r.id, r.incidentId, r.state, r.action.target, r.proposedAt, r.startedAt, r.finishedAt, wake, JSON.stringify(r)],
  );
}

async function commitIntent(manager: EntityManager, record: RemediationRecord, at: Date): Promise<void> {
  const intent = intentOf(record, at);
  await manager.query(
    `insert into intents (id, remediation_id, purpose, action, action_hash, target, pins, fencing_token, deadline_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[intent.id, intent.remediationId, intent.purpose, JSON.stringify(intent.action), intent.actionHash],
      ...[JSON.stringify(intent.target), JSON.stringify(intent.pins), intent.fencingToken, intent.deadlineAt],
    ],
  );
}

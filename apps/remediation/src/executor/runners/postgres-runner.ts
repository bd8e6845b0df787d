import type { Action, InventoryEntry, RunnerSpec } from '@cloudops/contracts';
import { Runner, type DryRunAnswer, type RunnerAnswer, type RunnerCall } from '@cloudops/domain-remediation';
import { Client } from 'pg';
import { messageOf } from '../message-of.ts';
import { redactQuery } from './redact-query.ts';
import type { Secrets } from './secrets.ts';
import { specOf } from './spec-of.ts';

const GONE_WITHIN_MS = 5_000;
const LOOK_MS = 100;

interface Session {
  pid: number;
  role: string;
  database: string;
  backend: string;
  started: string;
  seconds: number;
  query: string;
}

/** Active queries of the declared roles; epochs as text, so that no time zone and no rounding comes between. */
const ACTIVE = `
  from pg_stat_activity
  where state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid() and usename = any($1)`;
const PINNED = `${ACTIVE} and pid = $2::int
  and extract(epoch from backend_start)::text = $3 and extract(epoch from query_start)::text = $4`;

type Spec = Extract<RunnerSpec, { kind: 'postgres' }>;

/** Cancels the longest running query of the roles that the inventory allows; the session itself stays. */
export class PostgresRunner extends Runner {
  constructor(private readonly secrets: Secrets) {
    super();
  }

  override async dryRun(entry: InventoryEntry, action: Action, signal: AbortSignal): Promise<DryRunAnswer> {
    if (action.kind !== 'cancel-session') return { ok: false, message: `A database cannot ${action.kind}, only cancel-session` };
    const spec = specOf(entry, 'postgres');
    const connected = await this.#connect(spec, signal);
    if (!(connected instanceof Client)) return { ok: false, message: connected.message };
    try {
      const { rows } = await connected.query<Session>(
        `select pid, usename as role, datname as database, extract(epoch from backend_start)::text as backend,
           extract(epoch from query_start)::text as started, floor(extract(epoch from clock_timestamp() - query_start))::int as seconds, query
         ${ACTIVE} and query_start < clock_timestamp() - make_interval(secs => $2) order by query_start limit 1`,
        [spec.roles, spec.longerThanSeconds],
      );
      return rows[0] ? { ok: true, dryRun: describe(rows[0]) } : { ok: false, message: nothing(spec) };
    } catch (error) {
      return { ok: false, message: messageOf(error) };
    } finally {
      await close(connected);
    }
  }

  override async act({ entry, undo, pins }: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    if (undo) return { kind: 'refused', message: 'A cancelled query cannot be brought back' };
    const spec = specOf(entry, 'postgres');
    const connected = await this.#connect(spec, signal);
    if (!(connected instanceof Client)) return { kind: 'unsent', message: connected.message };
    try {
      // one statement looks and cancels, so that no other query of the session can be hit
      const { rows } = await connected.query<{ sent: boolean }>(`select pg_cancel_backend(pid) as sent ${PINNED}`, pinned(spec, pins));
      if (!rows[0]) return { kind: 'refused', message: `Session ${pins['pid']} no longer runs the query that was shown` };
      if (!rows[0].sent) return { kind: 'refused', message: `Postgres did not let session ${pins['pid']} be cancelled` };
      return await gone(connected, spec, pins, signal);
    } catch (error) {
      return { kind: 'lost', message: messageOf(error) };
    } finally {
      await close(connected);
    }
  }

  /** A query that still runs was not cancelled; to cancel it again harms nothing else. */
  override async observe({ entry, pins }: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    const spec = specOf(entry, 'postgres');
    const connected = await this.#connect(spec, signal);
    if (!(connected instanceof Client)) return { kind: 'unsent', message: connected.message };
    try {
      if (await runs(connected, spec, pins)) return { kind: 'never', message: `Session ${pins['pid']} still runs the query` };
      return { kind: 'done', message: `Session ${pins['pid']} no longer runs the query, whoever ended it` };
    } catch (error) {
      return { kind: 'lost', message: messageOf(error) };
    } finally {
      await close(connected);
    }
  }

  async #connect({ urlVariable }: Spec, signal: AbortSignal): Promise<Client | { readonly message: string }> {
    const connectionString = this.secrets(urlVariable);
    if (connectionString === undefined) return { message: `The executor has no ${urlVariable}; set it to the connection string` };
    const client = new Client({
      ...{ connectionString, application_name: 'cloudops executor' },
      ...{ connectionTimeoutMillis: 3_000, query_timeout: 5_000, statement_timeout: 5_000 },
    });
    client.on('error', () => undefined); // the query that is under way fails and says why
    try {
      signal.throwIfAborted();
      await client.connect();
      return client;
    } catch (error) {
      await close(client);
      return { message: `The database of ${urlVariable} cannot be reached: ${messageOf(error)}` };
    }
  }
}

async function gone(client: Client, spec: Spec, pins: RunnerCall['pins'], signal: AbortSignal): Promise<RunnerAnswer> {
  for (const until = Date.now() + GONE_WITHIN_MS; Date.now() < until && !signal.aborted;) {
    if (!(await runs(client, spec, pins))) return { kind: 'done', message: `The query of session ${pins['pid']} is cancelled` };
    await client.query('select pg_sleep($1)', [LOOK_MS / 1000]);
  }
  return { kind: 'failed', message: `Session ${pins['pid']} was asked to cancel and still runs the query` };
}

async function runs(client: Client, spec: Spec, pins: RunnerCall['pins']): Promise<boolean> {
  return (await client.query(`select 1 ${PINNED}`, pinned(spec, pins))).rows.length > 0;
}

const pinned = ({ roles }: Spec, pins: RunnerCall['pins']): unknown[] => [roles, pins['pid'], pins['backendStart'], pins['queryStart']];

function describe({ pid, role, database, backend, started, seconds, query }: Session) {
  return {
    at: new Date().toISOString(),
    calls: [`select pg_cancel_backend(${pid})`],
    changes: [{ what: `query of ${role} on ${database}, running ${seconds} s`, from: redactQuery(query), to: 'cancelled' }],
    pins: { pid: String(pid), backendStart: backend, queryStart: started },
    reversible: false,
    rollback: null,
  };
}

const nothing = ({ roles, longerThanSeconds }: Spec): string =>
  `No query of ${roles.join(', ')} has run for ${longerThanSeconds} s (longerThanSeconds)`;

const close = (client: Client): Promise<void> => client.end().catch(() => undefined);

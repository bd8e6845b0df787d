import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionService } from '@cloudops/platform-postgres';
import { freePort, startNats, startPostgres, testService, waitFor } from '@cloudops/testing';
import { Client } from 'pg';
import { IngestProcess } from './ingest-process.ts';
import { PlayedServices } from './played-services.ts';
import type { AskRange } from './promql-client.ts';
import type { Receiver } from './receiver.ts';

const SCHEMA = 'metrics_ingest';

export interface Ours extends Receiver {
  readonly ask: AskRange;
  readonly writeKey: string;
  readonly ingest: IngestProcess;
  /** The other services, as far as they are played. */
  readonly played: PlayedServices;
  /** As Postgres' superuser, in the schema of metrics-ingest. */
  readonly database: Client;
}

/**
 * metrics-ingest's bundle, a Postgres with fsync on, and a nats-server.
 * @param environment of metrics-ingest, beside the defaults. @throws Error when the bundle is not built.
 */
export async function startOurs(maxSeries: number, environment: Readonly<Record<string, string>> = {}): Promise<Ours> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-ours-'));
  await chmod(folder, 0o755); // or the user postgres cannot pass
  const [postgres, nats] = await Promise.all([startPostgres({ dataDir: join(folder, 'pg') }), startNats()]);
  const servers = await testService({ schema: SCHEMA, provision: provisionService, postgres, nats });
  const played = await PlayedServices.start(nats.url);
  const ingest = new IngestProcess(`http://127.0.0.1:${await freePort()}`, {
    ...{ NATS_URL: nats.url, DATABASE_URL: servers.databaseUrl, MIGRATION_DATABASE_URL: servers.migrationUrl },
    ...{ HOST_METRICS_INTERVAL_MS: '0', MAX_SERIES: String(maxSeries) },
    ...environment,
  });
  await ingest.start();
  await played.consume();
  await played.allowSender();
  const database = new Client({ connectionString: servers.adminUrl, options: `-c search_path=${SCHEMA}` });
  await database.connect();
  await waitFor(async () => (await fetch(`${ingest.url}/readyz`)).ok, { timeoutMs: 30_000, what: 'the write key' });
  return {
    ...{ ingest, played, database, writeKey: played.writeKey },
    writeUrl: `${ingest.url}/api/v1/write`,
    headers: { authorization: `Bearer ${played.writeKey}` },
    get processes() {
      return { metricsIngest: [ingest.pid], postgres: [postgres.pid], nats: [nats.pid] };
    },
    ask: (asked) => played.ask(asked),
    isSettled: () => isSettled(database),
    bytes: () => tableBytes(database),
    stop: async () => {
      await database.end();
      await ingest.stop();
      await played.stop();
      await Promise.all([postgres.stop(), nats.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A window of history is over, and is packed for good, at most so long after its last sample. */
const OPEN_MS = 3 * 3_600_000;

/** Nothing left to fold, to publish or to pack for good. */
async function isSettled(database: Client): Promise<boolean> {
  const { rowCount } = await database.query('(select from journal limit 1) union all (select from fragments where last_at < $1 limit 1)', [
    Date.now() - OPEN_MS,
  ]);
  return rowCount === 0;
}

/** Every table with its indexes and TOAST, but the journal: it is transient, and empty by now. */
async function tableBytes(database: Client): Promise<Record<string, number>> {
  const { rows } = await database.query<{ name: string; bytes: string }>(
    `select c.relname as name, pg_total_relation_size(c.oid) as bytes from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'm') and c.relname not like 'journal%' order by 2 desc`,
    [SCHEMA],
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

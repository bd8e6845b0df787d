import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionService } from '@cloudops/platform-postgres';
import { freePort, startNats, startPostgres, testService, waitFor } from '@cloudops/testing';
import { Client } from 'pg';
import { PlayedServices } from './played-services.ts';
import type { AskRange } from './promql-client.ts';
import type { Receiver } from './receiver.ts';

const ENTRY = new URL('../../../../dist/apps/metrics-ingest/main.js', import.meta.url).pathname;
const SCHEMA = 'metrics_ingest';
/** As `npm start` runs it. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--max-old-space-size=256'];

/** metrics-ingest's bundle, a Postgres with fsync on, and a nats-server. @throws Error when the bundle is not built. */
export async function startOurs(maxSeries: number): Promise<Receiver & { readonly ask: AskRange }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-ours-'));
  await chmod(folder, 0o755); // or the user postgres cannot pass
  const [postgres, nats] = await Promise.all([startPostgres({ dataDir: join(folder, 'pg') }), startNats()]);
  const servers = await testService({ schema: SCHEMA, provision: provisionService, postgres, nats });
  const played = await PlayedServices.start(nats.url);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...NODE_OPTIONS, ENTRY], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...{ PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port), NATS_URL: nats.url, LOG_LEVEL: 'warn' },
      ...{ DATABASE_URL: servers.databaseUrl, MIGRATION_DATABASE_URL: servers.migrationUrl },
      ...{ HOST_METRICS_INTERVAL_MS: '0', MAX_SERIES: String(maxSeries) },
    },
  });
  const ended = once(child, 'exit');
  const atOurEnd = (): void => void child.kill('SIGKILL');
  process.once('exit', atOurEnd);
  await waitFor(async () => (await fetch(`${url}/livez`)).ok, { timeoutMs: 30_000, intervalMs: 100, what: 'metrics-ingest' });
  await played.consume();
  await played.allowSender();
  const database = new Client({ connectionString: servers.adminUrl });
  await database.connect();
  await waitFor(async () => (await database.query(`select from ${SCHEMA}.api_keys`)).rowCount, {
    timeoutMs: 30_000,
    what: 'the write key',
  });
  return {
    writeUrl: `${url}/api/v1/write`,
    headers: { authorization: `Bearer ${played.writeKey}` },
    processes: { metricsIngest: [child.pid!], postgres: [postgres.pid], nats: [nats.pid] },
    ask: (asked) => played.ask(asked),
    isSettled: async () => (await database.query(`select from ${SCHEMA}.journal limit 1`)).rowCount === 0,
    bytes: () => tableBytes(database),
    stop: async () => {
      process.off('exit', atOurEnd);
      await database.end();
      child.kill('SIGTERM');
      await ended;
      await played.stop();
      await Promise.all([postgres.stop(), nats.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
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

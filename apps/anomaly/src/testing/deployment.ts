import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { SampleBatch } from '@cloudops/contracts';
import { provisionService } from '@cloudops/platform-postgres';
import { testService, type TestService, waitFor } from '@cloudops/testing';
import pg from 'pg';
import { playIngest, PlayedIngest } from './played-ingest.ts';
import { WORKLOAD, workloadStory } from './workload-story.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Replicas of the service as it is deployed, on servers of their own, with a metrics-ingest that plays the same story to everyone. */
export class Deployment {
  readonly ingest = new PlayedIngest(Object.values(WORKLOAD));
  private readonly batches: SampleBatch[][];
  private readonly replicas = new Set<ChildProcess>();
  private played = 0;
  private relay: Awaited<ReturnType<typeof playIngest>> | undefined;

  private constructor(
    private readonly servers: TestService,
    private readonly database: pg.Client,
    seconds: number,
    start: number,
  ) {
    this.batches = [...workloadStory(seconds, 110, 140)].map((values, i) => this.ingest.append(start + i * 1000, values));
    this.ingest.journal.clear();
  }

  /** @param start of the story, ms */
  static async create(seconds: number, start: number): Promise<Deployment> {
    const servers = await testService({ schema: 'anomaly', provision: provisionService });
    const database = new pg.Client({ connectionString: servers.databaseUrl });
    await database.connect();
    return new Deployment(servers, database, seconds, start);
  }

  /** One more replica. */
  async start(): Promise<ChildProcess> {
    const env = {
      PATH: process.env['PATH'],
      PORT: '0',
      DATABASE_URL: this.servers.databaseUrl,
      MIGRATION_DATABASE_URL: this.servers.migrationUrl,
      NATS_URL: this.servers.natsUrl,
      LOG_LEVEL: 'fatal',
      INCIDENT_QUIET_SECONDS: '3600',
      SNAPSHOT_SECONDS: '0.5',
    };
    const args = ['--import', resolve(ROOT, 'tools/register.mjs'), resolve(ROOT, 'apps/anomaly/src/main.ts')];
    const child = spawn(process.execPath, args, { env, cwd: ROOT, stdio: 'inherit' });
    await Promise.race([once(child, 'spawn'), once(child, 'error')]);
    this.replicas.add(child);
    child.once('exit', () => this.replicas.delete(child));
    return child;
  }

  async kill(child: ChildProcess): Promise<void> {
    if (!this.replicas.has(child)) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Waits until somebody leads in a term after `term`. @returns its number. */
  leaderAfter(term: number): Promise<number> {
    const statement = `select token from leases where name = 'scoring' and token > $1 and expires_at > clock_timestamp()`;
    const leads = async (): Promise<number | undefined> => {
      const { rows } = await this.database.query<{ token: string }>(statement, [term]).catch(() => ({ rows: [] })); // not migrated yet
      return rows[0] && Number(rows[0].token);
    };
    return waitFor(leads, { what: 'a leader' });
  }

  /** Appends to the journal and relays what comes until then. */
  async play(until: number): Promise<void> {
    this.relay ??= await playIngest(this.servers.natsUrl, this.ingest);
    for (; this.played < until; this.played++) {
      for (const batch of this.batches[this.played]!) {
        this.ingest.journal.set(batch.partition, [...(this.ingest.journal.get(batch.partition) ?? []), batch]);
        await this.relay.publish(batch);
      }
    }
  }

  /** Waits until a snapshot holds that batch; the relay repeats its latest batches meanwhile, as a real one goes on with new ones. */
  async applied(seq: number): Promise<void> {
    let again = 0;
    const isApplied = async (): Promise<boolean> => {
      const { rows } = await this.database.query<{ seq: string }>('select seq from partition_progress');
      if (rows.length === 4 && rows.every((r) => Number(r.seq) >= seq)) return true;
      again++;
      for (const batch of this.batches[this.played - 1]!) await this.relay?.publish(batch, again);
      return false;
    };
    await waitFor(isApplied, { what: `batch ${seq} in a snapshot`, timeoutMs: 40_000, intervalMs: 200 });
  }

  async anomaliesSeen(count: number): Promise<unknown> {
    return waitFor(async () => (await this.database.query('select 1 from anomalies')).rows.length >= count, { timeoutMs: 40_000 });
  }

  /** Everything that anyone can see, in an order of its own. */
  async facts(): Promise<unknown> {
    const all = async (sql: string) => (await this.database.query<Record<string, unknown>>(sql)).rows;
    return {
      anomalies: await all('select doc from anomalies order by id'),
      incidents: await all('select doc from incidents order by id'),
      timeline: await all('select id, at, type, text from incident_timeline order by position'),
      events: await all(`select id, subject, data from outbox where subject not like 'samples%' order by id`),
      states: await all('select view_key, state from detector_states order by view_key'),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.replicas].map((child) => this.kill(child)));
    await this.relay?.stop();
    await this.database.end();
    await this.servers.stop();
  }
}

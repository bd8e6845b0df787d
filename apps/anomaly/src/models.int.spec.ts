import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import {
  GetModel,
  ListEntityDetectors,
  ListModels,
  ListTrainings,
  type ModelTraining,
  RollBackModel,
  type SeriesDescriptor,
  TrainModel,
} from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { provisionService } from '@cloudops/platform-postgres';
import { freePort, testService, type TestService, waitFor } from '@cloudops/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { play, playIngest, PlayedIngest } from './testing/played-ingest.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const ENTITY = 'test/workload/web';
const actor = { id: 'somebody', role: 'operator' } as const;
const DAYS_MS = 6 * 86_400_000;
const names = ['job_queue', 'process_resident_memory_bytes', 'send_backlog', 'worker_utilization'];
const series = names.map((name, i): SeriesDescriptor => ({
  ...{ id: `00000000000000b${i}`, name, labels: { job: 'web' }, type: 'gauge', source: 'scrape:web' },
  entity: { environment: 'test', kind: 'workload', id: 'web' },
}));
const bent = [(x: number) => x, (x: number) => 2 * x * x, (x: number) => Math.sin(4 * x), (x: number) => Math.abs(x)];
const straight = [(x: number) => x, (x: number) => -2 * x, (x: number) => 3 * x, (x: number) => x + 1];

const ROWS = DAYS_MS / 300_000 + 1;
/** Normal numbers that a seed repeats: a linear congruential generator, Box and Muller. */
function noise(seed: number): number[] {
  let state = seed;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  for (let i = 0; i < 10; i++) next();
  return Array.from({ length: ROWS }, () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
}
const load = noise(5);
const small = names.map((_, i) => noise(11 + i));

const ingest = new PlayedIngest(series);
let servers: TestService;
let metrics: Awaited<ReturnType<typeof playIngest>>;
let others: NestFastifyApplication[];
let database: pg.Client;
let child: ChildProcess | undefined;
let ask: Bus;

/** Six days of a load that the signals follow in that shape. */
function remember(shapes: readonly ((x: number) => number)[]): void {
  const since = Math.floor(Date.now() / 300_000) * 300_000 - DAYS_MS;
  ingest.past = (query, time) => {
    const i = names.findIndex((name) => query.includes(`"${name}"`));
    const row = Math.floor((time - since) / 300_000);
    return row < 0 || row >= ROWS ? NaN : shapes[i]!(load[row]!) + 0.05 * small[i]![row]!;
  };
}

async function start(): Promise<void> {
  const port = await freePort();
  const env = {
    ...{ PATH: process.env['PATH'], PORT: String(port), NATS_URL: servers.natsUrl, LOG_LEVEL: 'fatal', SNAPSHOT_SECONDS: '0.5' },
    ...{ DATABASE_URL: servers.databaseUrl, MIGRATION_DATABASE_URL: servers.migrationUrl },
  };
  const args = ['--import', resolve(ROOT, 'tools/register.mjs'), resolve(ROOT, 'apps/anomaly/src/main.ts')];
  child = spawn(process.execPath, args, { env, cwd: ROOT, stdio: 'inherit' });
  await waitFor(() => fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok), { timeoutMs: 40_000, what: 'anomaly to be ready' });
}

async function kill(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

beforeAll(async () => {
  servers = await testService({ schema: 'anomaly', provision: provisionService });
  database = new pg.Client({ connectionString: servers.databaseUrl });
  await database.connect();
  metrics = await playIngest(servers.natsUrl, ingest);
  others = await Promise.all([play('gateway', servers.natsUrl), play('remediation', servers.natsUrl)]);
  ask = others[0]!.get(Bus);
  await start();
  for (const batch of ingest.append(Date.now(), new Map(series.map(({ id }) => [id, 1])))) await metrics.publish(batch);
}, 90_000);

afterAll(async () => {
  await kill();
  await Promise.all([metrics.stop(), ...others.map((app) => app.close())]);
  await database.end();
  await servers.stop();
});

const train = () => waitFor(() => ask.request(TrainModel, { entity: ENTITY, actor }).catch(() => undefined), { timeoutMs: 20_000 });
const ended = (id: string): Promise<ModelTraining> =>
  waitFor(async () => (await ask.request(ListTrainings, {})).trainings.find((t) => t.id === id && t.endedAt !== null), {
    timeoutMs: 40_000,
    what: 'the training to end',
  });
const told = async (subject: string) =>
  (
    await database.query<{ data: Record<string, unknown> }>('select data from outbox where subject = $1 order by position', [subject])
  ).rows.map(({ data }) => data);

describe('models, from history to what scores an entity', () => {
  it('a crash in the middle leaves nothing half, and the training is begun again', async () => {
    remember(bent);
    let answer = (): void => undefined;
    ingest.reading = new Promise((resolved) => (answer = resolved));
    const { training } = await train();
    expect(training).toMatchObject({ cause: 'asked', askedBy: 'somebody', state: 'queued' });
    expect((await ask.request(TrainModel, { entity: ENTITY, actor })).training.id).toBe(training.id);
    await waitFor(async () => (await ask.request(ListTrainings, {})).trainings[0]!.state === 'running', { what: 'the training to begin' });
    await waitFor(async () => (await database.query('select 1 from entity_states')).rows.length === 1, { what: 'a snapshot' });
    await kill();
    expect((await database.query('select 1 from model_versions')).rows).toEqual([]);
    answer();
    await start();
    expect(await ended(training.id)).toMatchObject({ state: 'done', version: 1 });
    const states = (await told('training.progressed.v1')).map(({ state }) => state);
    expect(states.filter((state, i) => state !== states[i - 1])).toEqual(['queued', 'running', 'queued', 'running', 'done']);
  }, 90_000);

  it('a model that tells what the linear baseline cannot is promoted', async () => {
    const { model } = await ask.request(GetModel, { entity: ENTITY });
    expect(model).toMatchObject({ version: 1, promoted: true, inUse: true, reason: expect.stringMatching(/^promoted, better: it tells/) });
    expect(model.model.told).toBeGreaterThan(model.baseline.told);
    expect(model.rows).toBeGreaterThan(1_700);
    expect(model.loss.length).toBeGreaterThan(10);
    expect(model.loss.at(-1)).toBeLessThan(model.loss[0]!);
    expect(model.signals.map(({ metric }) => metric)).toEqual(names);
    const { entities, total } = await ask.request(ListEntityDetectors, {});
    expect([total, entities[0]]).toEqual([
      1,
      expect.objectContaining({ version: 1, nextTraining: expect.objectContaining({ cause: 'weekly' }) }),
    ]);
    expect((await ask.request(ListEntityDetectors, { search: 'nobody' })).entities).toEqual([]);
    expect(await told('model.changed.v1')).toEqual([expect.objectContaining({ version: 1, previous: 0, actor: 'anomaly' })]);
  });

  it('one that does not beat it is not, and says why', async () => {
    remember(straight);
    const { training } = await train();
    const done = await ended(training.id);
    expect(done).toMatchObject({
      state: 'done',
      version: 2,
      message: expect.stringMatching(/^not promoted, not clearly better than the linear baseline: /),
    });
    const { models } = await ask.request(ListModels, { entity: ENTITY });
    expect(models.map(({ version, promoted, inUse }) => [version, promoted, inUse])).toEqual([
      [2, false, false],
      [1, true, true],
    ]);
    const { models: first, cursor } = await ask.request(ListModels, { limit: 1 });
    expect([...first, ...(await ask.request(ListModels, { limit: 1, cursor: cursor! })).models].map((m) => m.version)).toEqual([2, 1]);
  }, 60_000);

  it('a person may have any version, or none, score the entity', async () => {
    const change = (version: number) => ask.request(RollBackModel, { entity: ENTITY, version, actor, reason: 'because' });
    expect((await change(0)).change).toMatchObject({ version: 0, previous: 1, actor: 'somebody', reason: 'because' });
    expect((await ask.request(GetModel, { entity: ENTITY, version: 1 })).model.inUse).toBe(false);
    expect((await change(2)).change).toMatchObject({ version: 2, previous: 0 });
    await expect(change(9)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(ask.request(TrainModel, { entity: 'test/workload/nobody', actor })).rejects.toMatchObject({ code: 'entity-not-watched' });
    expect((await told('model.changed.v1')).map(({ version }) => version)).toEqual([1, 0, 2]);
  });
});

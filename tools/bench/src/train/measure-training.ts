import { setTimeout as delay } from 'node:timers/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { type BatchSeries, ListModels, ListTrainings, type SampleBatch, TrainModel } from '@cloudops/contracts';
import { Bus, BusModule } from '@cloudops/platform-bus';
import { provisionService } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { freePort, startNats, startPostgres, testService, waitFor } from '@cloudops/testing';
import { NestFactory } from '@nestjs/core';
import { EventLatencies } from '../detect/event-latencies.ts';
import { cpuSecondsOf, peakRssMib } from '../process-usage.ts';
import { ServiceProcess } from '../receivers/service-process.ts';
import { playIngest } from './playing-ingest.ts';
import { entitiesWith, entityOf, TrainingLoad } from './training-load.ts';

const STEP_MS = 15_000;
const WARM_ROUNDS = 80;
/** Series that leave their band in a step, for six scrapes each. */
const EXCURSIONS_A_STEP = 17;
const EXCURSION_SCRAPES = 6;
/** Whose past goes in one message. */
const ENTITIES_A_MESSAGE = 50;
const FACTOR = 30;
const DEADLINE_MS = 3_600_000;

export interface TrainingFigures {
  /** From the first request until the last version is stored, by the clock. */
  readonly seconds: number;
  /** Processor time of the anomaly service meanwhile, detection included. */
  readonly cpuSeconds: number;
  readonly models: number;
  readonly promoted: number;
  readonly eventLatencyMs: { readonly idle: Quantiles; readonly training: Quantiles };
}
type Quantiles = { readonly p50: number; readonly p99: number };

export interface TrainingPlan {
  /** A model is trained of each. */
  readonly entities: number;
  /** Series of further entities, which are only scored. */
  readonly besideSeries: number;
  /** How long latencies are measured before training begins. */
  readonly idleSeconds: number;
}

/** Trains a model of every entity with 30 days of rows while all of them, and those beside, go on being scraped every 15 s. */
export async function measureTraining(
  { entities, besideSeries, idleSeconds }: TrainingPlan,
  note: (line: string) => void,
): Promise<TrainingFigures> {
  const [postgres, nats] = await Promise.all([startPostgres(), startNats()]);
  const load = new TrainingLoad(entities + entitiesWith(besideSeries));
  const ingest = await playIngest(nats.url, load);
  const speak = (service: 'gateway' | 'remediation') =>
    NestFactory.createApplicationContext(
      {
        module: class Other {},
        imports: [TelemetryModule.forService(service, { level: 'silent' }), BusModule.forRoot({ service, url: nats.url })],
      },
      { logger: false },
    );
  const [gateway, remediation] = await Promise.all([speak('gateway'), speak('remediation')]);
  const servers = await testService({ schema: 'anomaly', provision: provisionService, postgres, nats });
  const environment = {
    NATS_URL: nats.url,
    DATABASE_URL: servers.databaseUrl,
    MIGRATION_DATABASE_URL: servers.migrationUrl,
    PARTITIONS: '1',
  };
  const anomaly = new ServiceProcess('anomaly', `http://127.0.0.1:${await freePort()}`, environment);
  const stopping = new AbortController();
  try {
    await anomaly.start();
    await waitFor(async () => (await fetch(`${anomaly.url}/readyz`)).ok, { timeoutMs: 60_000, what: 'anomaly to be ready' });
    const scrapes = new Scrapes(load, (batch) => ingest.publish(batch));
    await scrapes.warm();
    note(`${load.entities} entities are warm`);
    let events = await EventLatencies.subscribe(nats.url);
    const playing = scrapes.play((instance, time) => events.sending(instance, time), stopping.signal);
    await delay(idleSeconds * 1_000);
    const take = async (): Promise<Quantiles> => {
      await events.stop();
      return { p50: events.latencies.quantile(0.5), p99: events.latencies.quantile(0.99) };
    };
    const idle = await take();
    events = await EventLatencies.subscribe(nats.url);
    const bus = gateway.get(Bus);
    let threads: Record<string, number> = {};
    const [startedAt, before] = [performance.now(), cpuSecondsOf([anomaly.pid])];
    for (let i = 0; i < entities; i++) await bus.request(TrainModel, { entity: entityOf(i), actor: { id: 'bench', role: 'admin' } });
    await waitFor(
      async () => {
        const now = niceValues(anomaly.pid);
        if (Object.keys(now).length > 1) threads = now;
        const { trainings } = await bus.request(ListTrainings, { limit: 200 });
        return trainings.length >= entities && trainings.every(({ endedAt }) => endedAt !== null);
      },
      { timeoutMs: DEADLINE_MS, intervalMs: 1_000, what: 'all trainings to end' },
    );
    const [seconds, cpuSeconds] = [(performance.now() - startedAt) / 1_000, cpuSecondsOf([anomaly.pid]) - before];
    const training = await take();
    stopping.abort();
    await playing;
    const { models } = await bus.request(ListModels, { limit: 200 });
    note(`threads by nice value: ${JSON.stringify(threads)}; peak of anomaly ${peakRssMib([anomaly.pid])} MiB`);
    const promoted = models.filter((model) => model.promoted).length;
    return {
      ...{ seconds: Math.round(seconds), cpuSeconds: Math.round(cpuSeconds) },
      models: models.length,
      promoted,
      eventLatencyMs: { idle, training },
    };
  } finally {
    stopping.abort();
    await anomaly.stop();
    await Promise.all([gateway.close(), remediation.close(), ingest.stop()]);
    await servers.stop();
    await Promise.all([postgres.stop(), nats.stop()]);
  }
}

/** Scrapes of all entities, one after the other, evenly over a step. */
class Scrapes {
  private seq = 0n;
  private count = 0;
  private readonly excursions = new Map<number, number>();

  constructor(
    private readonly load: TrainingLoad,
    private readonly publish: (batch: SampleBatch) => Promise<unknown>,
  ) {}

  /** The past that the detectors learn first, as fast as it is taken. */
  async warm(): Promise<void> {
    const from = Date.now() - WARM_ROUNDS * STEP_MS;
    for (let round = 0; round < WARM_ROUNDS; round++) {
      for (let first = 0; first < this.load.entities; first += ENTITIES_A_MESSAGE) {
        const length = Math.min(ENTITIES_A_MESSAGE, this.load.entities - first);
        const series = Array.from({ length }, (_, i) => this.scrape(first + i, from + round * STEP_MS, false)).flat();
        await this.publish({ partition: 0, seq: ++this.seq, series });
      }
    }
  }

  async play(sending: (instance: string, time: number) => void, signal: AbortSignal): Promise<void> {
    const startedAt = Date.now();
    for (let n = 0; !signal.aborted; n++) {
      await delay(Math.max(0, startedAt + (n * STEP_MS) / this.load.entities - Date.now()));
      const [entity, time] = [n % this.load.entities, Date.now()];
      sending(`host-${entity}`, time);
      await this.publish({ partition: 0, seq: ++this.seq, series: this.scrape(entity, time, true) });
    }
  }

  private scrape(entity: number, time: number, leaving: boolean): BatchSeries[] {
    if (leaving && ++this.count % Math.ceil(this.load.entities / EXCURSIONS_A_STEP) === 0) this.excursions.set(entity, EXCURSION_SCRAPES);
    const left = this.excursions.get(entity) ?? 0;
    if (left > 0) this.excursions.set(entity, left - 1);
    return this.load.of(entity).map(({ id }, k) => ({
      id: BigInt(`0x${id}`),
      times: Float64Array.of(time),
      values: Float64Array.of(this.load.value(entity, k, time) * (left > 0 && k === 0 ? FACTOR : 1)),
    }));
  }
}

/** Nice values of a process' threads now, and how many have each (proc(5)). */
function niceValues(pid: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    const nice = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]!;
    counts[nice] = (counts[nice] ?? 0) + 1;
  }
  return counts;
}

import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@cloudops/testing';
import { sendBody } from '../load/send-body.ts';
import { cpuSecondsOf, peakRssMib } from '../process-usage.ts';
import { DetectorLoad } from './detector-load.ts';
import { EventLatencies } from './event-latencies.ts';
import { pointsOf, ScrapeTarget, SERIES_PER_TARGET } from './scrape-target.ts';
import { type Pipeline, startPipeline } from './start-pipeline.ts';

const STEP_MS = 15_000;
const CONNECTIONS = 8;
/** An excursion that begins later is not decided before the end. */
const DECIDED_MS = 3 * STEP_MS;
/** From the last score until its event is in the outbox and published: it is polled every second when nobody woke it. */
const LAST_EVENT_MS = 3_000;

export interface PipelinePlan {
  readonly series: number;
  readonly seconds: number;
  readonly warmRounds: number;
  readonly excursions: number;
}

export interface PipelineFigures {
  readonly eventLatencyMs: { readonly p50: number; readonly p99: number };
  /** Of the anomaly service. */
  readonly cpuSecondsPerMillionPoints: number;
}

type Send = (target: ScrapeTarget, time: number) => Promise<void>;
type Note = (line: string) => void;

/** Warms 20k series with history, then plays targets that are scraped evenly over a step while some of their series leave their bands. */
export async function measurePipeline(plan: PipelinePlan, note: Note): Promise<PipelineFigures> {
  const pipeline = await startPipeline(plan.series);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const events = await EventLatencies.subscribe(pipeline.natsUrl);
  try {
    const load = new DetectorLoad(plan.series, STEP_MS, Date.now() - plan.warmRounds * STEP_MS);
    const targets = Array.from({ length: Math.ceil(plan.series / SERIES_PER_TARGET) }, (_, i) => new ScrapeTarget(i, load));
    const to = { url: pipeline.writeUrl, headers: pipeline.headers, agent };
    const send: Send = (target, time) => sendBody(to, target.scrape(time), (status) => note(`answered ${status}, sending again`));
    const warming = usageOf(pipeline);
    // what became due while history was scored is history too: a pause before the live samples would itself be news
    for (let rounds = 0; load.timeOf(rounds) < Date.now() - STEP_MS;) {
      rounds = await warm(targets, load, rounds, send);
      note(`${rounds} rounds of history are sent; waiting until they are scored`);
      await scored(pipeline, targets.length * pointsOf(rounds));
    }
    note(`history: ${await told(pipeline, warming)}`);
    const live = usageOf(pipeline);
    const { begun, scrapes } = await play(targets, plan, (target, time) => {
      events.sending(target.instance, time);
      return send(target, time);
    });
    await scored(pipeline, (await live.points) + scrapes * SERIES_PER_TARGET);
    await delay(LAST_EVENT_MS);
    note(`live: ${await told(pipeline, live)}`);
    note(
      `${begun} excursions begun, events of them and of others: ${JSON.stringify(events.kinds)}, at most ${events.latencies.quantile(1)} ms`,
    );
    const { cpu, points } = await since(pipeline, live);
    return {
      eventLatencyMs: { p50: events.latencies.quantile(0.5), p99: events.latencies.quantile(0.99) },
      cpuSecondsPerMillionPoints: perMillion(cpu.anomaly!, points),
    };
  } finally {
    agent.destroy();
    await events.stop();
    await pipeline.stop();
  }
}

/** History of all targets up to now, as fast as it is accepted; the samples of a target in order. @returns rounds sent in all. */
async function warm(targets: readonly ScrapeTarget[], load: DetectorLoad, from: number, send: Send): Promise<number> {
  const until = Math.floor((Date.now() - load.startAt) / STEP_MS);
  const lane = async (lane: number): Promise<void> => {
    for (let round = from; round < until; round++) {
      for (let i = lane; i < targets.length; i += CONNECTIONS) await send(targets[i]!, load.timeOf(round));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => lane(i)));
  return until;
}

/** Every target at its own moment of the step, with the time it then is. @returns how many excursions began, and scrapes. */
async function play(
  targets: readonly ScrapeTarget[],
  { seconds, excursions }: PipelinePlan,
  send: Send,
): Promise<{ begun: number; scrapes: number }> {
  const scrapes = Math.floor((seconds * 1_000 * targets.length) / STEP_MS);
  const startedAt = Date.now();
  const sent: Promise<void>[] = [];
  let begun = 0;
  for (let scrape = 0; scrape < scrapes; scrape++) {
    const dueMs = (scrape * STEP_MS) / targets.length;
    await delay(Math.max(0, startedAt + dueMs - Date.now()));
    const target = targets[scrape % targets.length]!;
    for (; dueMs < seconds * 1_000 - DECIDED_MS && begun < (dueMs / 1_000) * excursions; begun++) target.beginExcursion();
    const sending = send(target, Date.now());
    sending.catch(() => undefined); // told at the end, with the others
    sent.push(sending);
  }
  await Promise.all(sent);
  return { begun, scrapes };
}

type Usage = Readonly<{ cpu: Readonly<Record<string, number>>; points: Promise<number> }>;

const usageOf = (pipeline: Pipeline): Usage => ({
  cpu: Object.fromEntries(Object.entries(pipeline.pids).map(([name, pid]) => [name, cpuSecondsOf([pid])])),
  points: pointsScored(pipeline),
});

async function since(pipeline: Pipeline, before: Usage): Promise<{ cpu: Readonly<Record<string, number>>; points: number }> {
  const now = usageOf(pipeline);
  const cpu = Object.fromEntries(Object.entries(now.cpu).map(([name, seconds]) => [name, seconds - before.cpu[name]!]));
  return { cpu, points: (await now.points) - (await before.points) };
}

async function told(pipeline: Pipeline, before: Usage): Promise<string> {
  const { cpu, points } = await since(pipeline, before);
  const each = Object.entries(cpu).map(([name, seconds]) => `${name} ${perMillion(seconds, points)}`);
  return `${points} points scored; CPU-seconds per million: ${each.join(', ')}; peak of anomaly ${peakRssMib([pipeline.pids.anomaly])} MiB`;
}

const scored = (pipeline: Pipeline, points: number): Promise<unknown> =>
  waitFor(async () => (await pointsScored(pipeline)) >= points, {
    timeoutMs: 600_000,
    intervalMs: 250,
    what: `${points} points to be scored`,
  });

async function pointsScored({ anomalyUrl }: Pipeline): Promise<number> {
  const text = await (await fetch(`${anomalyUrl}/metrics`)).text();
  return Number(/^cloudops_anomaly_points_scored_total(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1] ?? 0);
}

const perMillion = (seconds: number, points: number): number => Number(((seconds / points) * 1e6).toFixed(3));

import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoadPlan, LoadResult } from './load/load-plan.ts';
import { cpuSecondsOf, peakRssMib } from './process-usage.ts';
import type { Receiver } from './receivers/receiver.ts';

const GENERATOR = new URL('./load/generator.ts', import.meta.url).pathname;
const REGISTER = new URL('../../register.mjs', import.meta.url).pathname;
/** Settled means: the receiver says so, and over this time it takes less than 3% of a core. */
const CALM_MS = 8_000;
const CALM_CPU_SHARE = 0.03;
const LONGEST_SETTLING_MS = 300_000;

export interface Measurement {
  /** Receive, store and compact: all of the receiver's processes until it is calm again. */
  readonly cpuSecondsPerMillion: number;
  readonly cpuSecondsPerMillionByProcess: Readonly<Record<string, number>>;
  /** The part of it until the last sample was accepted. */
  readonly cpuSecondsPerMillionDuringLoad: number;
  /** Accepted; at the rate that was asked for, or as fast as it goes. */
  readonly samplesPerSecond: number;
  readonly bytesPerSample: number;
  readonly bytesByPart: Readonly<Record<string, number>>;
  /** Peak resident size of the receiver itself, MiB; Postgres and NATS, where there are any, apart. */
  readonly rssMb: number;
  readonly rssMbByProcess: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly retries: Readonly<Record<string, number>>;
  /** From the last accepted sample until calm. */
  readonly settlingSeconds: number;
  readonly settled: boolean;
  readonly generatorCpuSecondsPerMillion: number;
}

type Load = (onProgress: (samples: number) => void) => Promise<LoadResult>;

/** Puts a load on a receiver, waits until it has digested it, and says what that cost. */
export async function measureIngest(receiver: Receiver, load: Load, note: (line: string) => void): Promise<Measurement> {
  const names = Object.keys(receiver.processes);
  const cpu = (): Record<string, number> => Object.fromEntries(names.map((name) => [name, cpuSecondsOf(receiver.processes[name]!)]));
  const before = cpu();
  const startedAt = Date.now();
  const result = await load((samples) => note(`${samples} samples, ${Math.round(samples / ((Date.now() - startedAt) / 1000))}/s`));
  const loaded = cpu();
  note(`${result.samples} samples in ${result.seconds.toFixed(1)} s; waiting until they are compacted`);
  const settling = await settle(receiver, () => total(cpu()));
  const after = cpu();
  const rss = Object.fromEntries(names.map((name) => [name, peakRssMib(receiver.processes[name]!)]));
  const bytesByPart = await receiver.bytes();
  const million = result.samples / 1e6;
  const perMillion = (seconds: number): number => rounded(seconds / million, 3);
  return {
    cpuSecondsPerMillion: perMillion(total(after) - total(before)),
    cpuSecondsPerMillionByProcess: Object.fromEntries(names.map((name) => [name, perMillion(after[name]! - before[name]!)])),
    cpuSecondsPerMillionDuringLoad: perMillion(total(loaded) - total(before)),
    samplesPerSecond: Math.round(result.samples / result.seconds),
    bytesPerSample: rounded(total(bytesByPart) / result.samples, 3),
    bytesByPart,
    rssMb: rss[names[0]!]!,
    rssMbByProcess: rss,
    ...{ p50Ms: result.p50Ms, p99Ms: result.p99Ms, maxMs: result.maxMs, retries: result.retries },
    ...settling,
    generatorCpuSecondsPerMillion: perMillion(result.generatorCpuSeconds),
  };
}

/** The load generator as a process of its own. */
export const loadFrom =
  (plan: LoadPlan): Load =>
  (onProgress) =>
    new Promise((resolve, reject) => {
      const child = fork(GENERATOR, [JSON.stringify(plan)], { execArgv: ['--import', REGISTER] });
      let result: LoadResult | undefined;
      child.on('message', (message: { progress?: number; result?: LoadResult }) => {
        if (message.progress !== undefined) onProgress(message.progress);
        result ??= message.result;
      });
      child.on('error', reject);
      child.on('exit', () => (result ? resolve(result) : reject(new Error('The load generator ended early; its output says why'))));
    });

/** Waits until a receiver has compacted what it was sent, or gives up after five minutes. */
export const digest = (receiver: Receiver): Promise<unknown> =>
  settle(receiver, () => cpuSecondsOf(Object.values(receiver.processes).flat()));

async function settle(receiver: Receiver, cpu: () => number): Promise<{ settlingSeconds: number; settled: boolean }> {
  const startedAt = Date.now();
  for (;;) {
    const at = cpu();
    await delay(CALM_MS);
    const isCalm = cpu() - at < (CALM_MS / 1000) * CALM_CPU_SHARE;
    const seconds = Math.round((Date.now() - CALM_MS - startedAt) / 1000);
    if (isCalm && (await receiver.isSettled())) return { settlingSeconds: seconds, settled: true };
    if (Date.now() - startedAt > LONGEST_SETTLING_MS) return { settlingSeconds: seconds, settled: false };
  }
}

const total = (parts: Readonly<Record<string, number>>): number => Object.values(parts).reduce((sum, part) => sum + part, 0);
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

import { fork } from 'node:child_process';
import type { LoadPlan, LoadResult } from './load/load-plan.ts';
import type { FirstSight, Measurement, Parts } from './measurement.ts';
import { cpuSecondsOf, peakRssMib, pssMib } from './process-usage.ts';
import type { Receiver } from './receivers/receiver.ts';
import { settle } from './settle.ts';

const GENERATOR = new URL('./load/generator.ts', import.meta.url).pathname;
const REGISTER = new URL('../../register.mjs', import.meta.url).pathname;
export type Load = (onProgress: (samples: number) => void) => Promise<LoadResult>;
type Note = (line: string) => void;

/**
 * Puts a load on a receiver, waits until it has digested it, and says what that cost.
 * @param firstSight one sample of every series, sent and digested before the rest, so that the rest is what a running system costs
 */
export async function measureIngest(
  receiver: Receiver,
  { firstSight, rest }: { firstSight?: Load | undefined; rest: Load },
  note: Note,
): Promise<{ measurement: Measurement; samples: number }> {
  const empty = total(await receiver.bytes());
  const first = firstSight && (await measureLoad(receiver, firstSight, note));
  const main = await measureLoad(receiver, rest, note);
  const names = Object.keys(receiver.processes);
  const rss = mapped(receiver.processes, peakRssMib);
  const settledCpu = cpuOf(receiver);
  const bytesByPart = await receiver.bytes();
  const onDemand = total(cpuOf(receiver)) - total(settledCpu);
  const samples = main.result.samples + (first?.result.samples ?? 0);
  const perMillion = (seconds: number, of = main.result.samples): number => rounded((seconds / of) * 1e6, 3);
  const { result } = main;
  const measurement = {
    cpuSecondsPerMillion: perMillion(total(main.cpu)),
    cpuSecondsPerMillionByProcess: mapped(main.cpu, (seconds) => perMillion(seconds)),
    cpuSecondsPerMillionDuringLoad: perMillion(total(main.cpuDuringLoad)),
    cpuSecondsPerMillionInAll: perMillion(total(main.cpu) + total(first?.cpu ?? {}), samples),
    samplesPerSecond: Math.round(result.samples / result.seconds),
    compactionOnDemandCpuSecondsPerMillion: perMillion(onDemand, samples),
    bytesPerSample: rounded((total(bytesByPart) - empty) / samples, 3),
    bytesByPart,
    rssMb: rss[names[0]!]!,
    rssMbByProcess: rss,
    pssMbByProcess: main.pss,
    ...{ p50Ms: result.p50Ms, p99Ms: result.p99Ms, maxMs: result.maxMs, retries: result.retries },
    ...{ settlingSeconds: main.settlingSeconds, settled: main.settled },
    generatorCpuSecondsPerMillion: perMillion(result.generatorCpuSeconds),
    firstSight: first ? firstSightOf(first) : null,
  };
  return { measurement, samples };
}

interface MeasuredLoad {
  readonly result: LoadResult;
  /** Seconds by process, until calm and until the last sample was accepted. */
  readonly cpu: Parts;
  readonly cpuDuringLoad: Parts;
  readonly pss: Parts;
  readonly settlingSeconds: number;
  readonly settled: boolean;
}

async function measureLoad(receiver: Receiver, load: Load, note: Note): Promise<MeasuredLoad> {
  const cpu = (): Parts => cpuOf(receiver);
  const before = cpu();
  const startedAt = Date.now();
  const result = await load((samples) => note(`${samples} samples, ${Math.round(samples / ((Date.now() - startedAt) / 1000))}/s`));
  const loaded = cpu();
  const pss = mapped(receiver.processes, pssMib);
  note(`${result.samples} samples in ${result.seconds.toFixed(1)} s; waiting until they are compacted`);
  const settling = await settle(receiver);
  const since = (after: Parts): Parts => mapped(after, (seconds, name) => seconds - before[name]!);
  return { result, cpu: since(cpu()), cpuDuringLoad: since(loaded), pss, ...settling };
}

function firstSightOf({ cpu, result }: MeasuredLoad): FirstSight {
  const perSeries = (seconds: number): number => rounded((seconds * 1000) / result.samples, 4);
  return {
    cpuMsPerSeries: perSeries(total(cpu)),
    cpuMsPerSeriesByProcess: mapped(cpu, perSeries),
    seconds: rounded(result.seconds, 2),
    p99Ms: result.p99Ms,
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

const cpuOf = ({ processes }: Receiver): Parts => mapped(processes, cpuSecondsOf);
const mapped = <T>(parts: Readonly<Record<string, T>>, of: (part: T, name: string) => number): Parts =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, of(part, name)]));
const total = (parts: Parts): number => Object.values(parts).reduce((sum, part) => sum + part, 0);
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

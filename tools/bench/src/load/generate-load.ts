import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { divideLoad } from './divide-load.ts';
import { Latencies } from './latencies.ts';
import type { LoadPlan, LoadResult } from './load-plan.ts';
import { sendBody } from './send-body.ts';
import { firstValue, labelsOf, nextValue, randomNumbers } from './series-shapes.ts';
import { WriteTemplate } from './write-template.ts';

/** Every instance is scraped at its own moment of the step. */
const offsetOf = (i: number, stepMs: number): number => (Math.floor(i / 500) * 733) % stepMs;

/** Some series that always travel together, in one request some samples of each, scrape by scrape. */
class Parcel {
  private readonly template: WriteTemplate;
  private readonly values: Float64Array;
  private readonly random: () => number;

  constructor(
    private readonly first: number,
    private readonly size: number,
    private readonly rounds: number,
  ) {
    const indexes = Array.from({ length: size }, (_, k) => first + k);
    const labels = indexes.map(labelsOf);
    this.template = new WriteTemplate(Array.from({ length: rounds }, () => labels).flat());
    this.values = Float64Array.from(indexes, firstValue);
    this.random = randomNumbers(first);
  }

  get samples(): number {
    return this.size * this.rounds;
  }

  /** The body of the next rounds, of which the first is at `time`. */
  next(time: number, stepMs: number): Uint8Array {
    for (let round = 0; round < this.rounds; round++) {
      for (let k = 0; k < this.size; k++) {
        const value = nextValue(this.first + k, this.values[k]!, this.random());
        this.values[k] = value;
        this.template.set(round * this.size + k, time + round * stepMs + offsetOf(this.first + k, stepMs), value);
      }
    }
    return this.template.body;
  }
}

/** Sends what the plan says and measures the answers. @throws Error when the receiver refuses a body for good. */
export async function generateLoad(plan: LoadPlan, onProgress: (samples: number) => void): Promise<LoadResult> {
  const { seriesPerRequest, samplesPerSeries } = divideLoad(plan);
  const parcels = Array.from({ length: Math.ceil(plan.series / seriesPerRequest) }, (_, i) => {
    const first = i * seriesPerRequest;
    return new Parcel(first, Math.min(seriesPerRequest, plan.series - first), samplesPerSeries);
  });
  const connections = Math.min(plan.connections, parcels.length);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies = new Latencies();
  const retries: Record<string, number> = {};
  const onRetry = (status: number): void => void (retries[status] = (retries[status] ?? 0) + 1);
  let samples = 0;
  let bytesSent = 0;
  const cpu = process.cpuUsage();
  const startedAt = performance.now();

  const lane = async (number: number): Promise<void> => {
    for (let round = 0; round < plan.rounds; round += samplesPerSeries) {
      for (let at = number; at < parcels.length; at += connections) {
        const parcel = parcels[at]!;
        if (plan.rate > 0) {
          const due = startedAt + ((round * plan.series + at * seriesPerRequest * samplesPerSeries) / plan.rate) * 1000;
          if (due > performance.now()) await delay(due - performance.now());
        }
        const body = parcel.next(plan.startAt + round * plan.stepMs, plan.stepMs);
        const sentAt = performance.now();
        await sendBody({ url: plan.url, headers: plan.headers, agent }, body, onRetry);
        latencies.add(performance.now() - sentAt);
        samples += parcel.samples;
        bytesSent += body.length;
        onProgress(samples);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, number) => lane(number)));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  agent.destroy();
  return {
    ...{ samples, seconds, retries, bytesSent, generatorCpuSeconds: (user + system) / 1e6 },
    ...{ p50Ms: latencies.quantile(0.5), p99Ms: latencies.quantile(0.99), maxMs: latencies.quantile(1) },
  };
}

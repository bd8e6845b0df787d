import { readdirSync, readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { countSamples } from './count-samples.ts';
import { Latencies } from './latencies.ts';
import type { LoadResult } from './load-plan.ts';
import { sendBody } from './send-body.ts';
import { shiftTimes, timesOf } from './shift-times.ts';

/** Windows of history keep their edges when samples are moved by a multiple of this. */
const WINDOW_MS = 2 * 3_600_000;

/** Bodies of a capture: `001.bin`, `002.bin` ... @throws Error when there are none. */
export function capturedBodies(folder: string): Buffer[] {
  const names = readdirSync(folder).filter((name) => /^\d+\.bin$/.test(name));
  if (names.length === 0) throw new Error(`${folder} holds no captured bodies (001.bin, 002.bin, ...)`);
  return names.sort().map((name) => readFileSync(join(folder, name)));
}

/** The same bodies, moved to the past so far that none of their samples is later than `latest` (ms): then all of it can be compacted. */
export function endingBefore(bodies: readonly Buffer[], latest: number): Buffer[] {
  const last = Math.max(...bodies.map((body) => timesOf(body)?.to ?? -Infinity));
  const windows = Math.ceil((last - latest) / WINDOW_MS);
  return bodies.map((body) => (windows <= 0 ? body : shiftTimes(body, -windows * WINDOW_MS)));
}

/** Sends captured bodies once, one after the other. */
export async function replayBodies(
  bodies: readonly Buffer[],
  to: { writeUrl: string; headers: Readonly<Record<string, string>> },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const latencies = new Latencies();
  const retries: Record<string, number> = {};
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  for (const body of bodies) {
    const sentAt = performance.now();
    await sendBody({ url: to.writeUrl, headers: to.headers, agent }, body, (status) => void (retries[status] = (retries[status] ?? 0) + 1));
    latencies.add(performance.now() - sentAt);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  agent.destroy();
  return {
    samples: bodies.reduce((sum, body) => sum + countSamples(body), 0),
    bytesSent: bodies.reduce((sum, body) => sum + body.length, 0),
    ...{ seconds, retries, generatorCpuSeconds: (user + system) / 1e6 },
    ...{ p50Ms: latencies.quantile(0.5), p99Ms: latencies.quantile(0.99), maxMs: latencies.quantile(1) },
  };
}

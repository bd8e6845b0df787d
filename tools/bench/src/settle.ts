import { setTimeout as delay } from 'node:timers/promises';
import { cpuSecondsOf } from './process-usage.ts';
import type { Receiver } from './receivers/receiver.ts';

/** Settled means: the receiver says so, and over this time it takes less than 3% of a core. */
const CALM_MS = 8_000;
const CALM_CPU_SHARE = 0.03;
const LONGEST_SETTLING_MS = 300_000;

/** Waits until a receiver has compacted what it was sent, or gives up after five minutes. */
export async function settle(receiver: Receiver): Promise<{ settlingSeconds: number; settled: boolean }> {
  const cpu = (): number => cpuSecondsOf(Object.values(receiver.processes).flat());
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

import { setTimeout as delay } from 'node:timers/promises';
import type { IngestProcess } from '../receivers/ingest-process.ts';

/** Kills come up to this part sooner or later, so that they meet the process at any point of its own rhythms. */
const JITTER = 0.2;

/** Seconds until a kill, for `random` in [0, 1); on average as many as asked for. */
export const secondsToKill = (everySeconds: number, random: number): number => everySeconds * (1 + JITTER * (2 * random - 1));

/**
 * Kills a process outright about every so many seconds and starts it again at once, until `until` (ms since the epoch).
 * @param random numbers in [0, 1). @returns kills.
 */
export async function killLoop(
  ingest: IngestProcess,
  { everySeconds, until, random }: { everySeconds: number; until: number; random: () => number },
  onKill: (kills: number) => void,
): Promise<number> {
  let kills = 0;
  const pause = (): number => secondsToKill(everySeconds, random()) * 1_000;
  for (let next = Date.now() + pause(); next < until; next = Math.max(next + pause(), Date.now())) {
    await delay(next - Date.now());
    await ingest.end('SIGKILL');
    kills += 1;
    onKill(kills);
    await ingest.start();
  }
  if (until > Date.now()) await delay(until - Date.now());
  return kills;
}

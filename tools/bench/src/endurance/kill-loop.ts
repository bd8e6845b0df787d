import { setTimeout as delay } from 'node:timers/promises';
import type { IngestProcess } from '../receivers/ingest-process.ts';

/** Kills a process outright every so many seconds and starts it again at once, until `until` (ms since the epoch). @returns kills. */
export async function killLoop(
  ingest: IngestProcess,
  everySeconds: number,
  until: number,
  onKill: (kills: number) => void,
): Promise<number> {
  let kills = 0;
  for (let next = Date.now() + everySeconds * 1_000; next < until; next = Math.max(next + everySeconds * 1_000, Date.now())) {
    await delay(next - Date.now());
    await ingest.end('SIGKILL');
    kills += 1;
    onKill(kills);
    await ingest.start();
  }
  if (until > Date.now()) await delay(until - Date.now());
  return kills;
}

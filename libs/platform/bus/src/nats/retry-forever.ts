import { retryDelayMs } from '@cloudops/contracts';
import { setTimeout as sleep } from 'node:timers/promises';

const BACKOFF = { firstMs: 250, longestMs: 5_000 };

/** Repeats `attempt` with jittered, growing pauses until it succeeds. `report` hears the first failure of a row. Rejects when `signal` aborts. */
export async function retryForever<T>(attempt: () => Promise<T>, signal: AbortSignal, report: (error: unknown) => void): Promise<T> {
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (failures === 1) report(error);
    }
    await sleep(retryDelayMs(failures, BACKOFF, Math.random()), undefined, { signal, ref: false });
  }
}

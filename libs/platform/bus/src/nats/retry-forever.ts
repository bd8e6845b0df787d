import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** Repeats `attempt` with jittered, growing pauses until it succeeds. `report` hears the first failure of a row. Rejects when `signal` aborts. */
export async function retryForever<T>(attempt: () => Promise<T>, signal: AbortSignal, report: (error: unknown) => void): Promise<T> {
  for (let failures = 0; ; failures++) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (failures === 0) report(error);
    }
    const pause = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
    await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal, ref: false });
  }
}

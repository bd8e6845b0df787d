import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 150;

/** Waits until `http://127.0.0.1:<port>/readyz` answers 200. @throws Error with the last reason after `timeoutMs`. */
export async function waitUntilReady(name: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let last = 'no answer yet';
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    try {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
      last = `${response.status} ${(await response.text()).slice(0, 300)}`;
    } catch (error) {
      last = (error as Error).message;
    }
    await delay(POLL_MS, undefined, { signal });
  }
  throw new Error(`${name} is not ready after ${timeoutMs / 1000} s: ${last}`);
}

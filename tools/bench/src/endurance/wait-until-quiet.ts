import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 1_000;

/** Waits until a fact has held at every look for `quietMs` and the figure has not moved meanwhile. @throws Error after `timeoutMs`. */
export async function waitUntilQuiet(
  what: string,
  look: () => Promise<{ holds: boolean; figure: number }>,
  { quietMs, timeoutMs }: { quietMs: number; timeoutMs: number },
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  let since = Date.now();
  let last: number | undefined;
  while (Date.now() - since < quietMs) {
    if (Date.now() > giveUpAt)
      throw new Error(`${what} did not become quiet within ${timeoutMs / 1_000} s; its figure is ${last ?? 'unknown'}`);
    await delay(LOOK_MS);
    const { holds, figure } = await look();
    if (!holds || figure !== last) since = Date.now();
    last = figure;
  }
}

import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until the fact holds and returns it; undefined, null, false and throwing mean not yet.
 * @throws an error that carries the last failure once `timeoutMs` has passed; by default 30 s, enough for a machine that is busy with
 * other things.
 */
export async function waitFor<T>(
  fact: () => T | Promise<T>,
  options: { timeoutMs?: number; intervalMs?: number; what?: string } = {},
): Promise<Exclude<T, undefined | null | false>> {
  const timeoutMs = options.timeoutMs ?? 30_000;
  const giveUpAt = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await fact();
      if (value !== undefined && value !== null && value !== false) return value as Exclude<T, undefined | null | false>;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= giveUpAt) {
      const seen = last instanceof Error ? last.message : String(last);
      throw new Error(`Waited ${timeoutMs} ms in vain${options.what ? ` for ${options.what}` : ''}; last: ${seen}`, { cause: last });
    }
    await delay(options.intervalMs ?? 20);
  }
}

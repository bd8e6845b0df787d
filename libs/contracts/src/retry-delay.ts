export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Milliseconds to wait after failure number `failures` (from 1): doubling from `firstMs` up to `longestMs`, less up to half by
 * chance, so that those who failed together do not come back together. `random` in [0, 1).
 */
export const retryDelayMs = (failures: number, { firstMs, longestMs }: Backoff, random: number): number =>
  Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + random / 2);

import { quantile } from '../quantile.ts';

/** A gap this many times the usual one is a time of which nothing is known. */
const GAP = 10;

/** Time that samples stand for, without the gaps between them. @param times ascending, ms. @returns ms; 0 of fewer than two. */
export function coveredMs(times: readonly number[]): number {
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  const usual = usualGap(times);
  return gaps.reduce((sum, gap) => sum + (gap > GAP * usual ? usual : gap), 0);
}

/** Usual time between two samples, ms; 0 of fewer than two. */
export const usualGap = (times: readonly number[]): number =>
  quantile(
    times
      .slice(1)
      .map((time, i) => time - times[i]!)
      .sort((a, b) => a - b),
    0.5,
  ) || 0;

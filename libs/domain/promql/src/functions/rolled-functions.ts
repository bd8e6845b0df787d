import { extrapolatedSpan } from './extrapolated-rate.ts';
import type { RolledFunction } from './rolled-window.ts';

/** As over samples (`extrapolatedRate`), over all that the window covers; of that the range's share. */
const extrapolated =
  (isCounter: boolean, perSecond: boolean): RolledFunction =>
  ({ count, first, last, firstAt, lastAt, drops, start, end, share }) => {
    if (count < 2) return undefined;
    const change = last - first + (isCounter ? drops : 0);
    const sampled = (lastAt - firstAt) / 1000;
    const span = extrapolatedSpan({
      count,
      first,
      change,
      isCounter,
      sampled,
      toStart: (firstAt - start) / 1000,
      toEnd: (end - lastAt) / 1000,
    });
    return perSecond ? change * (span / sampled / ((end - start) / 1000)) : change * (span / sampled) * share;
  };

/**
 * Range functions that whole buckets can answer: exactly where the range begins and ends with a bucket, else of a range that is moved or
 * lengthened by less than a bucket. Sums and counts are scaled to the range.
 */
export const ROLLED_FUNCTIONS: ReadonlyMap<string, RolledFunction> = new Map<string, RolledFunction>([
  ['rate', extrapolated(true, true)],
  ['increase', extrapolated(true, false)],
  ['delta', extrapolated(false, false)],
  ['avg_over_time', ({ sum, count }) => sum / count],
  ['min_over_time', ({ min }) => min],
  ['max_over_time', ({ max }) => max],
  ['sum_over_time', ({ sum, share }) => sum * share],
  ['count_over_time', ({ count, share }) => count * share],
  ['present_over_time', () => 1],
  ['last_over_time', ({ last }) => last],
]);

import { delta, idelta, increase, irate, rate } from './extrapolated-rate.ts';
import { maxOf, meanOf, minOf, sumOf, varianceOf } from './moments.ts';
import { quantileOf } from './quantile.ts';
import type { RangeFunction } from './range-window.ts';
import { deriv, predictLinear } from './regression.ts';

type Reduce = (values: Float64Array, from: number, to: number) => number;
const over =
  (reduce: Reduce): RangeFunction =>
  ({ values, from, to }) =>
    reduce(values, from, to);

/** How often a value follows another one for which `counts` holds. */
const transitions = (counts: (before: number, value: number) => boolean): RangeFunction =>
  over((values, from, to) => {
    let count = 0;
    for (let i = from + 1; i < to; i++) if (counts(values[i - 1]!, values[i]!)) count++;
    return count;
  });

/** Functions of a range vector, by name; `absent_over_time` is not among them, because it looks at all series together. */
export const RANGE_FUNCTIONS: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ['rate', rate],
  ['increase', increase],
  ['delta', delta],
  ['irate', irate],
  ['idelta', idelta],
  ['deriv', deriv],
  ['predict_linear', predictLinear],
  ['resets', transitions((before, value) => value < before)],
  ['changes', transitions((before, value) => value !== before && !(Number.isNaN(value) && Number.isNaN(before)))],
  ['avg_over_time', over(meanOf)],
  ['min_over_time', over(minOf)],
  ['max_over_time', over(maxOf)],
  ['sum_over_time', over(sumOf)],
  ['count_over_time', over((_, from, to) => to - from)],
  ['present_over_time', () => 1],
  ['last_over_time', over((values, _, to) => values[to - 1]!)],
  ['stdvar_over_time', over(varianceOf)],
  ['stddev_over_time', over((values, from, to) => Math.sqrt(varianceOf(values, from, to)))],
  ['quantile_over_time', ({ values, from, to }, phi) => quantileOf(phi, values.subarray(from, to))],
]);

/** The one range function that gives back a sample of the metric itself. */
export const keepsName = (name: string): boolean => name === 'last_over_time';

import type { Point, SeriesView } from '@cloudops/contracts';
import { increase } from './increase.ts';
import { bitsOf, isStale, type Samples } from './samples.ts';

/** What a view needs to see before the first point that is asked for: a rate belongs to the later of two samples. ms. */
export const VIEW_LOOKBACK_MS = 300_000;

/** Ids of the series that a view reads, numerator first. */
export const seriesOfView = (view: SeriesView): readonly string[] =>
  view.kind === 'ratio' ? [view.numerator, view.denominator] : [view.series];

/**
 * Points of a view over raw samples (ascending, unique times), in the order of `seriesOfView`:
 * - `value`: the samples;
 * - `rate`: (v2 - v1) / dt per second, after a reset v2 / dt, at the later time;
 * - `ratio`: increase of the numerator per increase of the denominator between samples that both have; no point where the
 *   denominator did not move.
 * A staleness marker makes no point and ends the interval. NaN and infinities become `null`.
 */
export function evaluateView(view: SeriesView, first: Samples, second?: Samples): Point[] {
  if (view.kind === 'value') return valuePoints(first);
  if (view.kind === 'rate') return ratePoints(first);
  return second === undefined ? [] : ratioPoints(first, second);
}

function valuePoints({ times, values }: Samples): Point[] {
  const bits = bitsOf(values);
  const points: Point[] = [];
  for (let i = 0; i < times.length; i++) if (!isStale(bits, i)) points.push([times[i]!, finite(values[i]!)]);
  return points;
}

function ratePoints({ times, values }: Samples): Point[] {
  const bits = bitsOf(values);
  const points: Point[] = [];
  for (let i = 1; i < times.length; i++) {
    if (isStale(bits, i) || isStale(bits, i - 1)) continue;
    const seconds = (times[i]! - times[i - 1]!) / 1000;
    points.push([times[i]!, finite(increase(values[i - 1]!, values[i]!) / seconds)]);
  }
  return points;
}

function ratioPoints(numerator: Samples, denominator: Samples): Point[] {
  const numeratorBits = bitsOf(numerator.values);
  const denominatorBits = bitsOf(denominator.values);
  const points: Point[] = [];
  let before: [number, number] | undefined;
  let j = 0;
  for (let i = 0; i < numerator.times.length; i++) {
    const time = numerator.times[i]!;
    while (j < denominator.times.length && denominator.times[j]! < time) j += 1;
    if (isStale(numeratorBits, i) || (j < denominator.times.length && isStale(denominatorBits, j))) {
      before = undefined;
      continue;
    }
    if (denominator.times[j] !== time) continue;
    const now: [number, number] = [numerator.values[i]!, denominator.values[j]!];
    if (before !== undefined) {
      const divisor = increase(before[1], now[1]);
      if (divisor > 0) points.push([time, finite(increase(before[0], now[0]) / divisor)]);
    }
    before = now;
  }
  return points;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

import type { Evidence, Point } from '@cloudops/contracts';

/** Points of the small chart in an answer. */
export const CHART_POINTS = 60;

/** Mean of each of `buckets` equal steps of [from, to]; `null` where a step holds no value. Times are the steps' starts, ms. */
export function bucketMeans(points: readonly Point[], from: number, to: number, buckets: number): Point[] {
  const step = Math.max(1, (to - from) / buckets);
  const sums = new Float64Array(buckets);
  const counts = new Uint32Array(buckets);
  for (const [time, value] of points) {
    if (value === null || time < from || time > to) continue;
    const i = Math.min(buckets - 1, Math.floor((time - from) / step));
    sums[i]! += value;
    counts[i]!++;
  }
  return Array.from(sums, (sum, i) => [Math.floor(from + i * step), counts[i] === 0 ? null : sum / counts[i]!]);
}

/** A chart, or `null` when fewer than two points have a value. */
export function chartOf(title: string, unit: string, points: readonly Point[]): Evidence['chart'] {
  const known = points.filter(([, value]) => value !== null);
  return known.length < 2 ? null : { title, unit, points: points.slice(0, CHART_POINTS) };
}

/** Lowest, mean, highest and latest value of the points that have one. */
export function summarize(points: readonly Point[]): { min: number; mean: number; max: number; last: number } | null {
  const values = points.map(([, value]) => value).filter((v) => v !== null);
  if (values.length === 0) return null;
  const sum = values.reduce((a, b) => a + b, 0);
  return { min: Math.min(...values), mean: sum / values.length, max: Math.max(...values), last: values.at(-1)! };
}

/** Lengths of buckets that are kept, ms: the fine ones are made from samples, the coarse ones from the fine. */
export const FINE_MS = 300_000;
export const COARSE_MS = 3_600_000;
export type BucketMs = typeof FINE_MS | typeof COARSE_MS;

/**
 * Aggregates of one series, a place a bucket, in columns. Buckets ascend, begin at multiples of their length and hold at least one
 * value; markers of staleness are no values, other NaNs are, and count as Prometheus' `*_over_time` count them.
 */
export interface Rollup {
  /** Times of the first and the last value, ms. */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  /** Time of the marker that ended the series after the last value of the bucket and before the next one; 0 when there is none. */
  readonly endedAt: Float64Array;
  readonly count: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  /** Sum of the values before which the next one in the bucket was smaller: what a counter lost in resets. */
  readonly drops: Float64Array;
}

const COLUMNS = ['firstAt', 'lastAt', 'endedAt', 'count', 'first', 'last', 'min', 'max', 'sum', 'drops'] as const;

/** Room for so many buckets. */
export function emptyRollup(length: number): Rollup {
  const bytes = new ArrayBuffer(8 * COLUMNS.length * length);
  return Object.fromEntries(COLUMNS.map((name, i) => [name, new Float64Array(bytes, 8 * i * length, length)])) as unknown as Rollup;
}

/** Buckets `from` to `to` (without it), as views. */
export const sliceRollup = (rollup: Rollup, from: number, to: number): Rollup =>
  Object.fromEntries(COLUMNS.map((name) => [name, rollup[name].subarray(from, to)])) as unknown as Rollup;

/** Puts one bucket in a place of `target`. */
export function copyBucket(target: Rollup, place: number, source: Rollup, from: number): void {
  for (const name of COLUMNS) target[name][place] = source[name][from]!;
}

export const bucketStart = ({ firstAt }: Rollup, place: number, bucketMs: BucketMs): number =>
  Math.floor(firstAt[place]! / bucketMs) * bucketMs;

/**
 * Takes a later bucket into an earlier one at a place: what the two would be together. NaN is neither least nor most unless nothing
 * else is (Prometheus `min_over_time`); a counter that fell between the two was reset there.
 */
export function absorbBucket(into: Rollup, place: number, later: Rollup, from: number): void {
  const before = into.last[place]!;
  into.drops[place]! += later.drops[from]! + (later.first[from]! < before ? before : 0);
  into.lastAt[place] = later.lastAt[from]!;
  into.endedAt[place] = later.endedAt[from]!;
  into.count[place]! += later.count[from]!;
  into.last[place] = later.last[from]!;
  into.sum[place]! += later.sum[from]!;
  const [min, max] = [into.min[place]!, into.max[place]!];
  if (later.min[from]! < min || Number.isNaN(min)) into.min[place] = later.min[from]!;
  if (later.max[from]! > max || Number.isNaN(max)) into.max[place] = later.max[from]!;
}

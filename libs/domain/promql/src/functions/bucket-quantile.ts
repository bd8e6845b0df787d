export interface Bucket {
  readonly upperBound: number;
  readonly count: number;
}

/** φ-quantile of cumulative buckets, linear inside a bucket (Prometheus `bucketQuantile`). NaN without a +Inf bucket or observations. */
export function bucketQuantile(phi: number, given: readonly Bucket[]): number {
  if (Number.isNaN(phi)) return NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  const buckets = cumulative(given);
  const last = buckets.length - 1;
  if (last < 1 || buckets[last]!.upperBound !== Infinity) return NaN;
  const observations = buckets[last]!.count;
  if (observations === 0) return NaN;
  const rank = phi * observations;
  const found = buckets.findIndex(({ count }) => count >= rank);
  if (found < 0 || found >= last) return buckets[last - 1]!.upperBound;
  if (found === 0 && buckets[0]!.upperBound <= 0) return buckets[0]!.upperBound;
  const below = found === 0 ? { upperBound: 0, count: 0 } : buckets[found - 1]!;
  const { upperBound, count } = buckets[found]!;
  return below.upperBound + (upperBound - below.upperBound) * ((rank - below.count) / (count - below.count));
}

/** By bound, equal bounds added up, counts never falling: scrapes of one histogram are not taken at one instant. */
function cumulative(given: readonly Bucket[]): Bucket[] {
  const merged: { upperBound: number; count: number }[] = [];
  for (const { upperBound, count } of [...given].sort((a, b) => a.upperBound - b.upperBound || 0)) {
    const last = merged.at(-1);
    if (last?.upperBound === upperBound) last.count += count;
    else merged.push({ upperBound, count });
  }
  let most = merged[0]?.count ?? 0;
  for (const bucket of merged) {
    if (bucket.count > most) most = bucket.count;
    else if (bucket.count < most) bucket.count = most;
  }
  return merged;
}

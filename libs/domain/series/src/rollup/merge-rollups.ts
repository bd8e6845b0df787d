import { absorbBucket, type BucketMs, bucketStart, copyBucket, emptyRollup, type Rollup, sliceRollup } from './rollup.ts';

/** The same in longer buckets. */
export function coarsen(fine: Rollup, bucketMs: BucketMs): Rollup {
  const out = emptyRollup(fine.count.length);
  let length = 0;
  for (let from = 0; from < fine.count.length; from++) {
    if (length > 0 && bucketStart(out, length - 1, bucketMs) === bucketStart(fine, from, bucketMs))
      absorbBucket(out, length - 1, fine, from);
    else copyBucket(out, length++, fine, from);
  }
  return sliceRollup(out, 0, length);
}

/**
 * What is kept, and what is added where nothing was: buckets that are missing, and of a bucket that is there only values from before its
 * first or after its last. So adding the same again changes nothing.
 */
export function fillRollup(kept: Rollup, added: Rollup, bucketMs: BucketMs): Rollup {
  if (kept.count.length === 0) return added;
  const out = emptyRollup(kept.count.length + added.count.length);
  let [length, k, a] = [0, 0, 0];
  while (k < kept.count.length || a < added.count.length) {
    const keptStart = k < kept.count.length ? bucketStart(kept, k, bucketMs) : Infinity;
    const addedStart = a < added.count.length ? bucketStart(added, a, bucketMs) : Infinity;
    if (keptStart !== addedStart) {
      if (keptStart < addedStart) copyBucket(out, length++, kept, k++);
      else copyBucket(out, length++, added, a++);
      continue;
    }
    const isBefore = added.lastAt[a]! < kept.firstAt[k]!;
    copyBucket(out, length, ...(isBefore ? ([added, a] as const) : ([kept, k] as const)));
    if (isBefore) absorbBucket(out, length, kept, k);
    else if (added.firstAt[a]! > kept.lastAt[k]!) absorbBucket(out, length, added, a);
    length += 1;
    [k, a] = [k + 1, a + 1];
  }
  return sliceRollup(out, 0, length);
}

/** First place whose id is not below `id`, both signed, among ids that ascend. */
export function firstPlace(ids: BigInt64Array, id: bigint): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Place of an id, or -1. */
export function placeOfId(ids: BigInt64Array, id: bigint): number {
  const place = firstPlace(ids, id);
  return ids[place] === id ? place : -1;
}

/** Middle of the values that are numbers; undefined when none is. */
export function median(values: readonly number[]): number | undefined {
  const known = values.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
  const middle = known.length >> 1;
  return known.length % 2 === 1 || known.length === 0 ? known[middle] : (known[middle - 1]! + known[middle]!) / 2;
}

/** Halves counts, so that they go on fitting: half a one is none, other halves are rounded up. @returns their sum. */
export function halve(w: Uint16Array, at: number, count: number): number {
  let total = 0;
  for (let i = at; i < at + count; i++) {
    const half = w[i] === 1 ? 0 : (w[i]! + 1) >> 1;
    w[i] = half;
    total += half;
  }
  return total;
}

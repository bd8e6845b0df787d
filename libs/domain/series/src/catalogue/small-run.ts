/** A segment with so many series is left alone. */
export const FULL_SEGMENT = 4096;

/**
 * Segments that are to become one, as `[from, to)`: neighbours, the first of them small, so that what is newer stays behind them; not many
 * more than fill two. Undefined when nothing is gained. @param series of each segment, oldest first.
 */
export function smallRun(series: readonly number[]): [from: number, to: number] | undefined {
  for (let from = 0; from + 1 < series.length; from++) {
    if (series[from]! >= FULL_SEGMENT) continue;
    let to = from + 1;
    for (let sum = series[from]!; to < series.length && sum < 2 * FULL_SEGMENT; to++) sum += series[to]!;
    return [from, to];
  }
  return undefined;
}

/** Rows of a merged segment, cut into pieces that are all full and nearly equal. */
export function fullPieces<T>(rows: readonly T[]): T[][] {
  const pieces = Math.max(1, Math.floor(rows.length / FULL_SEGMENT));
  return Array.from({ length: pieces }, (_, i) =>
    rows.slice(Math.round((i * rows.length) / pieces), Math.round(((i + 1) * rows.length) / pieces)),
  );
}

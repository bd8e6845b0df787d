export const HOURS = 24;
const HOUR_MS = 3_600_000;
/** An hour of the day remembers about a week of itself. */
const MEMORY_MS = 7 * HOUR_MS;

/** Places a day's profile needs in a float32 array: mean, mean absolute deviation and number of points of each hour (UTC). */
export const DAY_SIZE = 3 * HOURS;

export const hourOf = (time: number): number => ((Math.floor(time / HOUR_MS) % HOURS) + HOURS) % HOURS;

/**
 * How far a value is from what this hour of the day was like on the days before, in typical deviations.
 * @param dev the series' own mean absolute deviation, which stands in for an hour that is hardly known. @param otherwise expected of an hour never seen.
 */
export function seasonalResidual(m: Float32Array, at: number, hour: number, value: number, otherwise: number, dev: number): number {
  const count = m[at + 2 * HOURS + hour]!;
  const expected = count > 0 ? m[at + hour]! : otherwise;
  const spread = count > 2 ? 0.5 * m[at + HOURS + hour]! + 0.5 * dev : dev;
  return (value - expected) / spread;
}

/** @param gap ms since the point before. */
export function learnHour(m: Float32Array, at: number, hour: number, value: number, gap: number): void {
  const count = m[at + 2 * HOURS + hour]!;
  const rate = Math.min(1, Math.max(1 / (count + 1), gap / MEMORY_MS));
  const off = value - m[at + hour]!;
  m[at + hour]! += rate * off;
  m[at + HOURS + hour]! += rate * ((count > 0 ? Math.abs(off) : 0) - m[at + HOURS + hour]!);
  m[at + 2 * HOURS + hour] = Math.min(count + 1, 1e6);
}

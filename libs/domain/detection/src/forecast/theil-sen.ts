import { quantile } from '../quantile.ts';

/** Points of a window that are looked at: their pairs are what costs. */
const MOST_POINTS = 24;
const LEAST_POINTS = 5;
/** Pairs that are closer together than this share of the window say more about noise than about the trend. */
const CLOSEST = 1 / 3;

/** Rates of change between pairs of levels in one window, ascending; a level a step. */
export type Rates = Float64Array;

/**
 * Rates of change within the `steps` steps up to and including `end`, of pairs that are at least a third of the window apart: their median is the
 * trend (H. Theil 1950, P. K. Sen 1968), to which a burst or a gap in less than about a third of the window does nothing.
 * @param levels one a step, NaN where none is known. @returns ascending, per step; undefined where too little is known.
 */
export function ratesIn(levels: ArrayLike<number>, end: number, steps: number): Rates | undefined {
  const stride = Math.max(1, Math.floor(steps / MOST_POINTS));
  const places: number[] = [];
  for (let i = end; i > end - steps && i >= 0; i -= stride) if (!Number.isNaN(levels[i]!)) places.push(i);
  if (places.length < LEAST_POINTS || places[0]! - places.at(-1)! < steps / 2) return undefined;
  const closest = Math.max(1, steps * CLOSEST);
  const rates: number[] = [];
  for (let a = 0; a < places.length; a++) {
    for (let b = a + 1; b < places.length; b++) {
      const apart = places[a]! - places[b]!;
      if (apart >= closest) rates.push((levels[places[a]!]! - levels[places[b]!]!) / apart);
    }
  }
  return Float64Array.from(rates).sort();
}

/** The trend of a window, per step; NaN where too little is known. */
export function trendOf(levels: ArrayLike<number>, end: number, steps: number): number {
  const rates = ratesIn(levels, end, steps);
  return rates === undefined ? NaN : quantile(rates, 0.5);
}

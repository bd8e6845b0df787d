import { halve } from './halve.ts';

/** The largest that a bin can hold, and what the first observation weighs. */
export const FULL = 0xffff;
export const FIRST_WEIGHT = 64;

/**
 * Counts the newest observation, in whole numbers; a full bin halves all of them, and with them what an observation weighs.
 * @param w with `bins` bins from `at`. @param bin place in `w`. @param f with the weight of the newest observation and the sum of all bins at those places.
 */
export function countInto(
  w: Uint16Array,
  at: number,
  bins: number,
  bin: number,
  f: Float32Array,
  weightPlace: number,
  totalPlace: number,
): void {
  while (w[bin]! + f[weightPlace]! > FULL) {
    f[totalPlace] = halve(w, at, bins);
    f[weightPlace]! /= 2;
  }
  const mass = Math.round(f[weightPlace]!);
  w[bin]! += mass;
  f[totalPlace]! += mass;
}

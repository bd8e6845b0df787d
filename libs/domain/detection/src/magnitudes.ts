import { countInto, FIRST_WEIGHT, FULL } from './count-into.ts';
import type { LogHistogram } from './log-histogram.ts';

export const MAGNITUDE_BINS = 64;
const BINS = MAGNITUDE_BINS;
const BINS_PER_OCTAVE = 4;
/** Where the axis begins is kept with this added, so that 0 says that it is not known. */
const KNOWN = 4096;

/** Places in float32: where the axis begins, weight of the newest observation, weight of all. */
export const MAGNITUDE_FLOATS = 3;
const ORIGIN = 0;
const WEIGHT = 1;
const TOTAL = 2;

/**
 * Magnitudes on a logarithmic axis (a quarter octave a bin, 16 octaves wide), older ones fading by `decay` an observation. Zeroed memory is an empty one.
 * The axis slides up when a larger magnitude arrives, so no scale has to be known beforehand. Instead of fading every bin, each new observation
 * weighs more than the last, in whole numbers; a full bin halves all of them.
 * @param w with bins from `at`. @param f with the three numbers from `fat`. @param magnitude zero or more; zero counts as the smallest.
 */
export function addMagnitude(w: Uint16Array, at: number, f: Float32Array, fat: number, magnitude: number, decay: number): void {
  const position = magnitude > 0 ? binOf(magnitude) : -501 * BINS_PER_OCTAVE;
  if (f[fat + ORIGIN] === 0) {
    if (magnitude > 0) f[fat + ORIGIN] = position - (BINS * 3) / 4 + KNOWN;
  } else if (position - f[fat + ORIGIN]! + KNOWN >= BINS) slideUp(w, at, f, fat, position - f[fat + ORIGIN]! + KNOWN - BINS + 1);
  const bin = f[fat + ORIGIN] === 0 ? 0 : Math.max(0, position - f[fat + ORIGIN]! + KNOWN);
  f[fat + WEIGHT] = (f[fat + WEIGHT]! || FIRST_WEIGHT) / decay;
  countInto(w, at, BINS, at + bin, f, fat + WEIGHT, fat + TOTAL);
}

/** Number of observations that the faded history is worth. */
export const magnitudesKnown = (f: Float32Array, fat: number): number => (f[fat + WEIGHT] === 0 ? 0 : f[fat + TOTAL]! / f[fat + WEIGHT]!);

/** Magnitude that a share `tail` of the (faded) history exceeds; 0 when nothing but zeros was seen. */
export function exceededBy(w: Uint16Array, at: number, f: Float32Array, fat: number, tail: number): number {
  if (f[fat + ORIGIN] === 0) return 0;
  const origin = f[fat + ORIGIN]! - KNOWN;
  const wanted = tail * f[fat + TOTAL]!;
  let seen = 0;
  for (let i = BINS - 1; i > 0; i--) {
    const mass = w[at + i]!;
    if (mass > 0 && seen + mass >= wanted) return 2 ** ((origin + i + 1 - (wanted - seen) / mass) / BINS_PER_OCTAVE);
    seen += mass;
  }
  return 2 ** (origin / BINS_PER_OCTAVE);
}

/** Takes over the bins of a `LogHistogram`, the largest as exact as may be. */
export function setMagnitudes(w: Uint16Array, at: number, f: Float32Array, fat: number, from: LogHistogram): void {
  const unit = Math.max(...from.bins) / (FULL / 2);
  if (unit === 0) return;
  f[fat + ORIGIN] = from.origin === Number.MIN_SAFE_INTEGER ? 0 : from.origin + KNOWN;
  f[fat + WEIGHT] = from.weight / unit;
  for (let i = 0; i < BINS; i++) f[fat + TOTAL]! += w[at + i] = Math.round(from.bins[i]! / unit);
}

function slideUp(w: Uint16Array, at: number, f: Float32Array, fat: number, steps: number): void {
  const kept = Math.max(0, BINS - steps);
  let merged = 0;
  for (let i = 0; i < BINS - kept; i++) merged += w[at + i]!;
  w.copyWithin(at, at + BINS - kept, at + BINS);
  w.fill(0, at + kept, at + BINS);
  f[fat + ORIGIN]! += steps;
  merged += w[at]!;
  f[fat + TOTAL]! -= Math.max(0, merged - FULL);
  w[at] = Math.min(FULL, merged);
}

/** Magnitudes beyond 2^±500 share the outermost bins, so that no arithmetic overflows. */
const LIMIT = 500 * BINS_PER_OCTAVE;
/** Where the second, third and fourth quarter of an octave begin, as the first 20 bits of a fraction. */
const QUARTERS = [1, 2, 3].map((quarter) => Math.ceil((2 ** (quarter / BINS_PER_OCTAVE) - 1) * 2 ** 20));
const [SECOND, THIRD, FOURTH] = [QUARTERS[0]!, QUARTERS[1]!, QUARTERS[2]!];
const bits = new Float64Array(1);
const halvesOfBits = new Int32Array(bits.buffer);

/** `floor(4 log2(magnitude))`, read off exponent and fraction: a logarithm takes as long as all the rest. */
function binOf(magnitude: number): number {
  bits[0] = magnitude;
  const high = halvesOfBits[1]!;
  const fraction = high & 0xfffff;
  const quarter = fraction < THIRD ? (fraction < SECOND ? 0 : 1) : fraction < FOURTH ? 2 : 3;
  return Math.max(-LIMIT, Math.min(LIMIT, ((high >>> 20) - 1023) * BINS_PER_OCTAVE + quarter));
}

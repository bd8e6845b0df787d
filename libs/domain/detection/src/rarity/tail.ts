import { countInto, FIRST_WEIGHT } from '../count-into.ts';

/** Bins of a third of an e-fold, from e^-7 to e^7; what lies beyond shares the outermost. */
export const TAIL_BINS = 42;
const BINS = TAIL_BINS;
const LOWEST = -7;
const PER_EFOLD = 3;
/** The largest tenth of the history is taken to fall off as a power law. */
const TOP = 0.1;
/** Where that tenth is small, its exponent is drawn towards 1 as if by so many observations. */
const PRIOR = 20;

/** Places a tail needs beside its bins: their sum, and the weight of the newest observation. */
export const TAIL_FLOATS = 2;
const TOTAL = 0;
const WEIGHT = 1;

/**
 * How rare a magnitude is by a series' own fading history: `-ln` of the share of the past that was as large; then takes it into that history.
 * Below the largest tenth the share is counted; above it is drawn on by Hill's estimate of the tail's exponent (B. M. Hill, "A simple general
 * approach to inference about the tail of a distribution", 1975), since what never came before must still be told from what came far beyond.
 * Newer observations weigh more, in whole numbers, instead of all older ones less; a full bin halves all of them. Zeroed memory is an empty history.
 * @param w with bins from `at`. @param f with the two numbers from `fat`. @param magnitude 0 or more. @param fade share of the history that it replaces. @returns nats, 0 = usual.
 */
export function surpriseOf(w: Uint16Array, at: number, f: Float32Array, fat: number, magnitude: number, fade: number): number {
  const position = positionOf(magnitude);
  const nats = surprise(w, at, f[fat + TOTAL]!, f[fat + WEIGHT]!, position);
  remember(w, at, f, fat, Math.floor(position), fade);
  return nats;
}

function surprise(w: Uint16Array, at: number, total: number, weight: number, position: number): number {
  if (weight === 0) return 0;
  const wanted = TOP * total;
  let occupied = BINS;
  // most of the axis is empty: adding its zeros would make every addition wait for the one before
  while (occupied > 0 && w[at + occupied - 1] === 0) occupied--;
  let quantile = occupied;
  let mass = 0;
  let excess = 0;
  while (quantile > 0 && mass < wanted) {
    excess += mass;
    mass += w[at + --quantile]!;
  }
  const known = total / weight + 1;
  if (position <= quantile) return Math.max(0, Math.log(known / (above(w, at, position, occupied) / weight + 1)));
  // sum over bins of mass times distance, from the running sums of what lies above each: distances count from a bin's middle
  const inTop = mass / weight;
  const meanExcess = ((excess + 0.5 * mass) / weight / PER_EFOLD + PRIOR) / (inTop + PRIOR);
  return Math.max(0, Math.log(known / (inTop + 1)) + (position - quantile) / PER_EFOLD / meanExcess);
}

function remember(w: Uint16Array, at: number, f: Float32Array, fat: number, bin: number, fade: number): void {
  f[fat + WEIGHT] = (f[fat + WEIGHT]! || FIRST_WEIGHT) * (1 + fade);
  countInto(w, at, BINS, at + bin, f, fat + WEIGHT, fat + TOTAL);
}

/** Mass above a position, of which nothing lies in the bins from `end` on. */
function above(w: Uint16Array, at: number, position: number, end: number): number {
  const bin = Math.floor(position);
  let mass = w[at + bin]! * (1 - (position - bin));
  for (let i = bin + 1; i < end; i++) mass += w[at + i]!;
  return mass;
}

function positionOf(magnitude: number): number {
  const position = (Math.log(magnitude + 1e-12) - LOWEST) * PER_EFOLD;
  return position < 0 ? 0 : position > BINS - 1e-6 ? BINS - 1e-6 : position;
}

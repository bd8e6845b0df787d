/** Bins of a third of an e-fold, from e^-7 to e^7; what lies beyond shares the outermost. */
const BINS = 42;
const LOWEST = -7;
const PER_EFOLD = 3;
/** The largest tenth of the history is taken to fall off as a power law. */
const TOP = 0.1;
/** Where that tenth is small, its exponent is drawn towards 1 as if by so many observations. */
const PRIOR = 20;
const RENORMALISE_AT = 1e6;

/** Places a tail needs in a float32 array: its bins, their sum, and the weight of the newest observation. */
export const TAIL_SIZE = BINS + 2;
const TOTAL = BINS;
const WEIGHT = BINS + 1;

/**
 * How rare a magnitude is by a series' own fading history: `-ln` of the share of the past that was as large; then takes it into that history.
 * Below the largest tenth the share is counted; above it is drawn on by Hill's estimate of the tail's exponent (B. M. Hill, "A simple general
 * approach to inference about the tail of a distribution", 1975), since what never came before must still be told from what came far beyond.
 * @param at where this tail begins in `m`. @param magnitude 0 or more. @param fade share of the history that it replaces. @returns nats, 0 = usual.
 */
export function surpriseOf(m: Float32Array, at: number, magnitude: number, fade: number): number {
  const position = positionOf(magnitude);
  const nats = surprise(m, at, position);
  remember(m, at, position, fade);
  return nats;
}

function surprise(m: Float32Array, at: number, position: number): number {
  const weight = m[at + WEIGHT]!;
  if (weight === 0) return 0;
  const total = m[at + TOTAL]!;
  const wanted = TOP * total;
  let occupied = BINS;
  // most of the axis is empty: adding its zeros would make every addition wait for the one before
  while (occupied > 0 && m[at + occupied - 1] === 0) occupied--;
  let quantile = occupied;
  let mass = 0;
  let excess = 0;
  while (quantile > 0 && mass < wanted) {
    excess += mass;
    mass += m[at + --quantile]!;
  }
  const known = total / weight + 1;
  if (position <= quantile) return Math.max(0, Math.log(known / (above(m, at, position, occupied) / weight + 1)));
  // sum over bins of mass times distance, from the running sums of what lies above each: distances count from a bin's middle
  const inTop = mass / weight;
  const meanExcess = ((excess + 0.5 * mass) / weight / PER_EFOLD + PRIOR) / (inTop + PRIOR);
  return Math.max(0, Math.log(known / (inTop + 1)) + (position - quantile) / PER_EFOLD / meanExcess);
}

function remember(m: Float32Array, at: number, position: number, fade: number): void {
  const weight = (m[at + WEIGHT]! || 1) * (1 + fade);
  m[at + WEIGHT] = weight;
  m[at + Math.floor(position)]! += weight;
  m[at + TOTAL]! += weight;
  if (weight > RENORMALISE_AT) renormalise(m, at);
}

/** Mass above a position, of which nothing lies in the bins from `end` on. */
function above(m: Float32Array, at: number, position: number, end: number): number {
  const bin = Math.floor(position);
  let mass = m[at + bin]! * (1 - (position - bin));
  for (let i = bin + 1; i < end; i++) mass += m[at + i]!;
  return mass;
}

function positionOf(magnitude: number): number {
  const position = (Math.log(magnitude + 1e-12) - LOWEST) * PER_EFOLD;
  return position < 0 ? 0 : position > BINS - 1e-6 ? BINS - 1e-6 : position;
}

function renormalise(m: Float32Array, at: number): void {
  const weight = m[at + WEIGHT]!;
  let total = 0;
  for (let i = at; i < at + BINS; i++) total += m[i]! /= weight;
  m[at + TOTAL] = total;
  m[at + WEIGHT] = 1;
}

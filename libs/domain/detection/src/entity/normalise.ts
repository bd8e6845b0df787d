import type { EntityState } from './entity-state.ts';

const { abs, max, min, sqrt } = Math;
const { isNaN } = Number;

/** Rows in which what was seen loses half of its weight. */
export const HALF_LIFE_ROWS = 10_000;
export const FADE = 1 - 2 ** (-1 / HALF_LIFE_ROWS);
/** Numbers of a signal before its scale is used at all, and before it may raise a score. */
export const SCALED_AFTER = 20;
export const WARM_AFTER = 60;

/** Beyond this a number is taken for none: its square would not be finite. */
const LARGEST = 1e100;
const MOST_SIGMAS = 1_000;

/** Takes the row over: relative to each signal's first number, NaN for what is none. Notes the smallest step of each signal. */
export function takeRow(state: EntityState, values: ArrayLike<number>): void {
  const { row, origin, seen, last, step } = state;
  for (let i = 0; i < state.signals; i++) {
    const value = values[i]!;
    if (!(abs(value) < LARGEST)) {
      row[i] = NaN;
      continue;
    }
    if (seen[i] === 0) origin[i] = value;
    const x = value - origin[i]!;
    const moved = abs(x - last[i]!);
    if (moved > 0 && seen[i]! > 0 && (step[i] === 0 || moved < step[i]!)) step[i] = moved;
    row[i] = last[i] = x;
  }
}

/** Rows in which a signal is taken to move by its smallest step once, whatever it did: what never moved is surprising when it does, not infinitely. */
const STEP_ONCE_IN = 1_000;

/** Deviation over the root of its usual square; `step` is the signal's smallest one, `known` the numbers seen of it. */
export function inSigmas(deviation: number, meanSquare: number, step: number, known: number): number {
  const sigma = sqrt(meanSquare + (step * step) / min(known, STEP_ONCE_IN));
  return sigma > 0 ? max(-MOST_SIGMAS, min(MOST_SIGMAS, deviation / sigma)) : 0;
}

/** Fills `z` for the numbers of the row (0 while a signal is too new), NaN for the missing, and learns mean and variance. */
export function normalise(state: EntityState): void {
  const { row, z, mean, variance, seen, step } = state;
  for (let i = 0; i < state.signals; i++) {
    const x = row[i]!;
    if (isNaN(x)) {
      z[i] = NaN;
      continue;
    }
    const n = ++seen[i]!;
    const rate = max(1 / n, FADE);
    const deviation = x - mean[i]!;
    z[i] = n < SCALED_AFTER ? 0 : inSigmas(deviation, variance[i]!, step[i]!, n);
    mean[i]! += rate * deviation;
    variance[i]! += rate * (deviation * deviation * (1 - rate) - variance[i]!);
  }
}

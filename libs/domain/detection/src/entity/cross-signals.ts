import type { EntityState } from './entity-state.ts';
import { FADE, SCALED_AFTER } from './normalise.ts';
import { invert } from './invert.ts';

const { max, min, sqrt } = Math;
const { isNaN } = Number;

/** Share of a signal's own variance that is taken to be its alone: keeps the inverse tame where signals repeat each other. */
const SHRINKAGE = 0.01;
/** A number further out teaches no more than this: one leap must not become the way that signals move. */
const TAUGHT_SIGMAS = 20;
const REFRESH_ROWS = 20;

/** Fills the missing numbers of `z` with what the others make likely, so that a gap surprises nobody. */
export function completeRow(state: EntityState): void {
  const { z, row, precision, signals: p } = state;
  let missing = 0;
  for (let i = 0; i < p; i++)
    if (isNaN(row[i]!)) {
      z[i] = 0;
      missing++;
    }
  if (missing === 0 || missing === p) return;
  // Gauss-Seidel on the missing ones: exact at once where one is missing
  for (let sweep = 0; sweep < 3; sweep++)
    for (let i = 0; i < p; i++) {
      const own = precision[i * p + i]!;
      if (isNaN(row[i]!) && own > 0) z[i]! -= weighed(state, i) / own;
    }
}

/** Row `i` of the precision matrix times `z`. */
function weighed({ precision, z, signals: p }: EntityState, i: number): number {
  let sum = 0;
  for (let j = 0, at = i * p; j < p; j++, at++) sum += precision[at]! * z[j]!;
  return sum;
}

/** Tells for each signal how far it is from what the others make likely, in squared usual residuals: 1 is usual. */
export interface Relations {
  /** Reads `z` and `expected` of the state, whose gaps are filled, and writes one number a signal to `out`. */
  surprises(state: EntityState, out: Float64Array): void;
}

/**
 * Squared residual of each signal given all others, in units of its conditional variance: with precision matrix K it is (K z)_i² / K_ii
 * (Lauritzen, Graphical Models, 5.1.3). A signal that leaves its usual relation to the others stands out, however normal its value.
 */
export const LINEAR_RELATIONS: Relations = {
  surprises(state, out) {
    for (let i = 0; i < state.signals; i++) {
      const own = state.precision[i * state.signals + i]!;
      const sum = own > 0 ? weighed(state, i) : 0;
      out[i] = own > 0 ? (sum * sum) / own : 0;
    }
  },
};

/** Learns how the signals move together, pairs of which one is missing aside, and now and then renews the precision matrix. */
export function learnRelations(state: EntityState, rows: number): void {
  const { z, row, covariance, seen, signals: p } = state;
  const taught = scratch(p);
  for (let i = 0; i < p; i++) taught[i] = isNaN(row[i]!) || seen[i]! < SCALED_AFTER ? NaN : max(-TAUGHT_SIGMAS, min(TAUGHT_SIGMAS, z[i]!));
  for (let i = 0; i < p; i++) {
    const x = taught[i]!;
    if (isNaN(x)) continue;
    for (let j = 0, at = i * p; j <= i; j++, at++) {
      const y = taught[j]!;
      if (isNaN(y)) continue;
      const known = (seen[i]! < seen[j]! ? seen[i]! : seen[j]!) - SCALED_AFTER + 1;
      covariance[at]! += (known * FADE > 1 ? FADE : 1 / known) * (x * y - covariance[at]!);
    }
  }
  if (rows % (rows < 200 ? 5 : max(REFRESH_ROWS, p)) === 0) {
    invert(covariance, p, SHRINKAGE, state.precision);
    turnLeading(state);
  }
}

/** One step of power iteration towards the first principal component. */
function turnLeading({ covariance, leading, signals: p }: EntityState): void {
  const turned = scratch(p);
  let square = 0;
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += covariance[i >= j ? i * p + j : j * p + i]! * leading[j]!;
    turned[i] = sum;
    square += sum * sum;
  }
  if (square < 1e-18) return;
  const length = sqrt(square);
  for (let i = 0; i < p; i++) leading[i] = turned[i]! / length;
}

let vector = new Float64Array(0);
const scratch = (p: number): Float64Array => (vector.length < p ? (vector = new Float64Array(p)) : vector);

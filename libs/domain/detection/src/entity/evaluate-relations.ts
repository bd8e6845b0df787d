import type { Relations } from './cross-signals.ts';
import type { EntityState } from './entity-state.ts';
import { uniform } from './train-autoencoder.ts';

/** How well relations tell real rows from the same rows with something wrong in them. */
export interface Evaluation {
  /** Real rows, and as many disturbed ones. */
  readonly rows: number;
  /** Chance that a disturbed row scores above a real one; 0.5 tells nothing. */
  readonly told: number;
}

/** A row as `EntityState` holds it once it is normalised. */
export interface NormalisedRow {
  readonly z: Float64Array;
  readonly expected: Float64Array;
}

const LEAP_SIGMAS = 1.5;

/**
 * Shows each row as it was and disturbed: a signal takes its value from another row, or leaps, or a third of the signals moves back to the mean.
 * @param state knows the scales, as of before the rows; its present row is overwritten. @param seed chooses the disturbances.
 */
export function evaluateRelations(state: EntityState, rows: readonly NormalisedRow[], relations: Relations, seed: number): Evaluation {
  const random = uniform(seed);
  const out = new Float64Array(state.signals);
  const score = ({ z, expected }: NormalisedRow): number => {
    state.z.set(z);
    state.expected.set(expected);
    relations.surprises(state, out);
    return out.reduce((sum, part) => sum + part, 0);
  };
  const real = rows.map(score).toSorted((a, b) => a - b);
  const disturbed = rows.map((row) => score({ ...row, z: disturb(row.z, rows[Math.floor(random() * rows.length)]!.z, random) }));
  const wins = disturbed.reduce((sum, x) => sum + (below(real, x) + below(real, x, true)) / 2, 0);
  return { rows: rows.length, told: rows.length > 0 ? wins / rows.length ** 2 : 0.5 };
}

function disturb(z: Float64Array, other: Float64Array, random: () => number): Float64Array {
  const kind = random();
  const chosen = Math.floor(random() * z.length);
  if (kind < 1 / 3) return z.with(chosen, other[chosen]!);
  if (kind < 2 / 3) return z.with(chosen, z[chosen]! + (random() < 0.5 ? -LEAP_SIGMAS : LEAP_SIGMAS));
  return z.map((x) => (random() < 1 / 3 ? 0 : x));
}

/** Numbers of an ascending list that are below `x`, or not above it. */
function below(sorted: readonly number[], x: number, orEqual = false): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (orEqual ? sorted[middle]! <= x : sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

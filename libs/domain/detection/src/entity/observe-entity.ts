import { learnDistance, scoreOf } from './calibrate.ts';
import { completeRow, learnRelations, LINEAR_RELATIONS, type Relations } from './cross-signals.ts';
import { E, type EntityState } from './entity-state.ts';
import { normalise, takeRow, WARM_AFTER } from './normalise.ts';
import { addToOutline } from './outline.ts';
import { expectRow, learnSeason, surpriseOfSeason } from './season.ts';

const { abs, max } = Math;
const { isNaN } = Number;

/** Rows after which a surprise counts half: trouble lasts for minutes, noise does not. */
const SMOOTHING = 1 - 2 ** (-1 / 2.5);
/** Largest number that still is a time (ECMA-262, 21.4.1.1). */
const LAST_TIME = 8.64e15;
const LONG_GAP = 5;

export interface EntityObservation {
  /** State of the entity: above 1 is rarer than once a week in its own past. 0 while it is not known well enough. */
  readonly score: number;
  /** Which signals carry the score, in the order of the columns; they add up to it. Valid until the next row is observed. */
  readonly contributions: Float64Array;
}

/**
 * Scores one row of all signals of one entity against its own past, then learns from it. Strictly causal.
 * Two things surprise: a signal that leaves its season (Σ of squared deviations), and one that leaves its usual relation to the others
 * (squared residuals given the others). A number that is missing or none (NaN, ±Infinity) neither raises a score nor is learnt.
 * @param time ms since the epoch; a row that is not newer than the last one is passed over. @param values one a signal, NaN where missing.
 * @param relations what the others make likely of each signal: linear unless a model was promoted.
 */
export function observeEntity(
  state: EntityState,
  time: number,
  values: ArrayLike<number>,
  relations: Relations = LINEAR_RELATIONS,
  demand = 1,
): EntityObservation {
  const { fields: f } = state;
  if (!(abs(time) <= LAST_TIME) || (f[E.rows]! > 0 && time <= f[E.lastTime]!)) return unknown(state);
  noteTime(f, time);
  const rows = ++f[E.rows]!;
  takeRow(state, values);
  expectRow(state, time);
  normalise(state);
  completeRow(state);
  const distance = measure(state, relations);
  addToOutline(state, time);
  learnSeason(state, time);
  learnRelations(state, rows);
  if (rows < WARM_AFTER) return unknown(state);
  const score = scoreOf(state, distance) / demand;
  learnDistance(state, distance, rows);
  for (let i = 0; i < state.signals; i++) state.contributions[i] = distance > 0 ? (score * state.distances[i]!) / distance : 0;
  return { score, contributions: state.contributions };
}

function unknown(state: EntityState): EntityObservation {
  state.contributions.fill(0);
  return { score: 0, contributions: state.contributions };
}

/** Smoothed distance of the row from what was expected of it, and each signal's part in it. */
function measure(state: EntityState, relations: Relations): number {
  const { row, seen, distances, unrelated } = state;
  relations.surprises(state, unrelated);
  let total = 0;
  for (let i = 0; i < state.signals; i++) {
    const known = !isNaN(row[i]!);
    const fromSeason = known ? surpriseOfSeason(state, i) : 0;
    const part = known && seen[i]! > WARM_AFTER ? fromSeason + unrelated[i]! : 0;
    distances[i]! += SMOOTHING * (part - distances[i]!);
    total += distances[i]!;
  }
  return total;
}

function noteTime(f: Float64Array, time: number): void {
  const gap = time - f[E.lastTime]!;
  if (f[E.rows]! > 0) {
    if (f[E.interval] === 0) f[E.interval] = max(1, gap);
    else if (gap < f[E.interval]! * LONG_GAP) f[E.interval]! += (gap - f[E.interval]!) * 0.1;
  }
  f[E.lastTime] = time;
}

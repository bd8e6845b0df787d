import type { Band } from '@cloudops/contracts';
import { F, R } from '../detector-fields.ts';
import type { DetectorState } from '../detector-state.ts';
import type { Transition } from '../transition.ts';
import { partsOfLast } from './rarity.ts';

/** It is over when so many points in a row were less than half as surprising as its most surprising one. */
const CALM_POINTS = 5;
const CALM = 0.5;

/**
 * Begins, continues or ends the unusual course of a view. @param score of `observeRarity` at this point. @param band expected before this
 * point was known. @param tolerated score that a person said is no anomaly.
 */
export function followUnusual(
  state: DetectorState,
  time: number,
  value: number,
  score: number,
  band: Band,
  tolerated = 1,
): Transition | undefined {
  const f = state.fields;
  if (f[R.lastTime] !== time) return undefined; // the point waits for others
  if (f[R.onset] === 0) return score > Math.max(1, tolerated) ? begin(f, time, value, score, band) : undefined;
  f[R.peak] = Math.max(f[R.peak]!, f[R.surprise]!);
  f[R.calm] = f[R.surprise]! < CALM * f[R.peak]! ? f[R.calm]! + 1 : 0;
  return f[R.calm]! < CALM_POINTS ? undefined : end(f, time, value, 'returned');
}

export const isUnusual = (state: DetectorState): boolean => state.fields[R.onset] !== 0;

/** Ends the unusual course of a view that stopped reporting. */
export const giveUpUnusual = (state: DetectorState, at: number): Transition => end(state.fields, at, state.fields[F.lastValue]!, 'stale');

function begin(f: Float64Array, time: number, value: number, score: number, band: Band): Transition {
  f[R.onset] = time;
  f[R.score] = score;
  f[R.peak] = f[R.surprise]!;
  f[R.calm] = 0;
  f[R.yhat] = band.yhat;
  f[R.lower] = band.yhat_lower;
  f[R.upper] = band.yhat_upper;
  return { ...transition(f, 'detected', 'unlike-before', time, value), parts: partsOfLast() };
}

function end(f: Float64Array, at: number, value: number, cause: 'returned' | 'stale'): Transition {
  const cleared = transition(f, 'cleared', cause, at, value);
  f[R.onset] = 0;
  return cleared;
}

/** Never more than `low`: what is rare is not yet bad, and only a band says which side hurts. */
const transition = (f: Float64Array, type: Transition['type'], cause: Transition['cause'], at: number, value: number): Transition => ({
  type,
  cause,
  kind: 'unusual',
  onset: f[R.onset]!,
  at,
  value,
  band: { yhat: f[R.yhat]!, yhat_lower: f[R.lower]!, yhat_upper: f[R.upper]! },
  score: f[R.score]!,
  severity: 'low',
  sustained: false,
});

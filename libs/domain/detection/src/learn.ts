import { F } from './detector-fields.ts';
import { FLOAT, WORD } from './detector-places.ts';
import type { DetectorState } from './detector-state.ts';
import { learnReach } from './expected-band.ts';
import { addMagnitude } from './magnitudes.ts';

/** Points over which the level forgets: a minute at 1 s, a quarter of an hour at 15 s. */
const LEVEL_POINTS = 60;
/** First points of a series (a process that starts) shape the level but not the idea of what noise is. */
const SETTLING_POINTS = 10;
/** Weight that a residual keeps at the next one: about 3,300 points of memory. */
const RESIDUAL_DECAY = 0.9997;
/** A residual beyond this share of the band's reach changes it: the reach is at most 2.5 times the residual that is rarely exceeded. */
const TELLING = 0.4;

/** Takes a normal point into level and residual history. */
export function learn(state: DetectorState, value: number): void {
  const f = state.fields;
  const residual = value - f[F.level]!;
  if (!Number.isFinite(residual)) return;
  if (f[F.count]! >= SETTLING_POINTS) learnResidual(state, residual);
  f[F.count]! += 1;
  f[F.level]! += residual / Math.min(LEVEL_POINTS, 1 + f[F.count]! / 2);
}

/** Takes only the size of a deviation into the history, not its direction into the level. */
export function learnResidual(state: DetectorState, residual: number): void {
  const f = state.fields;
  const { words, word, floats, float } = state;
  if (residual >= 0) addMagnitude(words, word + WORD.above, floats, float + FLOAT.above, residual, RESIDUAL_DECAY);
  else addMagnitude(words, word + WORD.below, floats, float + FLOAT.below, -residual, RESIDUAL_DECAY);
  const reach = residual >= 0 ? f[F.reachAbove]! : f[F.reachBelow]!;
  // what usual residuals change is little, and can wait
  if (Math.abs(residual) > TELLING * reach || (f[F.reachDue]! -= 1) <= 0) learnReach(state);
}

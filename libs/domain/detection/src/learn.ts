import type { DetectorState } from './detector-state.ts';
import { F } from './detector-state.ts';

/** Points over which the level forgets: a minute at 1 s, a quarter of an hour at 15 s. */
const LEVEL_POINTS = 60;
/** First points of a series (a process that starts) shape the level but not the idea of what noise is. */
const SETTLING_POINTS = 10;
/** Weight that a residual keeps at the next one: about 3,300 points of memory. */
const RESIDUAL_DECAY = 0.9997;

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
  (residual >= 0 ? state.above : state.below).add(Math.abs(residual), RESIDUAL_DECAY);
}

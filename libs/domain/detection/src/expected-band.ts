import type { Band } from '@cloudops/contracts';
import { F } from './detector-state.ts';
import type { DetectorState } from './detector-state.ts';
import type { SignalProfile } from './signal-profile.ts';

/** A score says "how far"; beyond this it says no more. */
const MAX_SCORE = 1e6;

/**
 * What the next point is expected to be: the level, and to either side the residual that the series' own history rarely exceeds,
 * more generous while little history is known, never below the profile's floor or, where none is known, twice the resolution of the values.
 */
export function expectedBand(state: DetectorState, profile: SignalProfile): Band {
  const f = state.fields;
  const level = f[F.level]!;
  const known = Math.max(50, state.above.size + state.below.size);
  const tail = Math.max(0.002, 5 / known);
  const margin = 1.3 + 60 / known;
  const floor = Math.max(
    profile.floorAbsolute > 0 ? profile.floorAbsolute : 2 * resolutionOf(state),
    profile.floorRelative * Math.abs(level),
    Number.MIN_VALUE,
  );
  const lower = level - Math.max(floor, margin * state.below.exceededBy(tail));
  return {
    yhat: level,
    yhat_lower: profile.unit === 'number' || level < 0 ? lower : Math.max(0, lower),
    yhat_upper: level + Math.max(floor, margin * state.above.exceededBy(tail)),
  };
}

/** Distance from the expectation in half widths of the band: above 1 is outside. */
export function scoreIn(band: Band, value: number): number {
  const score =
    value >= band.yhat ? (value - band.yhat) / (band.yhat_upper - band.yhat) : (band.yhat - value) / (band.yhat - band.yhat_lower);
  return Number.isNaN(score) ? 0 : Math.min(score, MAX_SCORE);
}

/** Smallest step the values are known to take; a series that was a constant whole number so far is taken to count things. */
function resolutionOf(state: DetectorState): number {
  const seen = state.fields[F.resolution]!;
  return seen > 0 ? seen : Number.isInteger(state.fields[F.level]!) ? 1 : 0;
}

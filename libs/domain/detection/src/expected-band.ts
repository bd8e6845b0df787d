import type { Band } from '@cloudops/contracts';
import { F } from './detector-fields.ts';
import { FLOAT, WORD } from './detector-places.ts';
import type { DetectorState } from './detector-state.ts';
import type { BandSlot } from './latest-observation.ts';
import { exceededBy, magnitudesKnown } from './magnitudes.ts';
import type { SignalProfile } from './signal-profile.ts';

/** A score says "how far"; beyond this it says no more. */
const MAX_SCORE = 1e6;
/** The reach of the band is looked up again after this share of all residuals, and after so many at the latest. */
const LOOK_UP = { share: 1 / 64, most: 32 };

/**
 * What the next point is expected to be: the level, and to either side the residual that the series' own history rarely exceeds,
 * more generous while little history is known, never below what people tolerate, the profile's floor or, where none is known, twice the resolution of the values.
 */
export function expectedBand(state: DetectorState, profile: SignalProfile, into: BandSlot): void {
  const f = state.fields;
  const level = f[F.level]!;
  const demand = profile.demand ?? 1;
  const floor = Math.max(
    profile.floorAbsolute > 0 ? profile.floorAbsolute : 2 * resolutionOf(f),
    profile.floorRelative * Math.abs(level),
    Number.MIN_VALUE,
  );
  const lower = level - Math.max(floor, demand * f[F.reachBelow]!, profile.tolerance?.below ?? 0);
  into.set(
    level,
    profile.unit === 'number' || level < 0 ? lower : Math.max(0, lower),
    level + Math.max(floor, demand * f[F.reachAbove]!, profile.tolerance?.above ?? 0),
  );
}

/** Looks up how far residuals rarely go. */
export function learnReach({ fields: f, words, word, floats, float }: DetectorState): void {
  const all = magnitudesKnown(floats, float + FLOAT.above) + magnitudesKnown(floats, float + FLOAT.below);
  const known = Math.max(50, all);
  const tail = Math.max(0.002, 5 / known);
  const margin = 1.3 + 60 / known;
  f[F.reachAbove] = margin * exceededBy(words, word + WORD.above, floats, float + FLOAT.above, tail);
  f[F.reachBelow] = margin * exceededBy(words, word + WORD.below, floats, float + FLOAT.below, tail);
  f[F.reachDue] = Math.min(LOOK_UP.most, all * LOOK_UP.share);
}

/** Distance from the expectation in half widths of the band: above 1 is outside. */
export function scoreIn(band: Band, value: number): number {
  const score =
    value >= band.yhat ? (value - band.yhat) / (band.yhat_upper - band.yhat) : (band.yhat - value) / (band.yhat - band.yhat_lower);
  return Number.isNaN(score) ? 0 : Math.min(score, MAX_SCORE);
}

/** Smallest step the values are known to take; a series that was a constant whole number so far is taken to count things. */
function resolutionOf(f: Float64Array): number {
  const seen = f[F.resolution]!;
  return seen > 0 ? seen : Number.isInteger(f[F.level]!) ? 1 : 0;
}

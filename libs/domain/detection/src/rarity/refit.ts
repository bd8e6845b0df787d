import { LONGEST, R, WIDTHS } from '../detector-fields.ts';
import { FLOAT, HALF } from '../detector-places.ts';
import type { DetectorState } from '../detector-state.ts';
import { HOURS } from './day.ts';
import { SHAPES } from './shapes.ts';

/** Nothing differs from the origin by more, so that no sum overflows. */
export const FARTHEST = 1e30;
/** A float16 holds eleven bits of up to 65,504. */
const LARGEST = 65_000;
/** Deviations from the origin at which the eleven bits of a shape begin to be too few to tell it from its neighbours. */
const FAR = 16;
/** How much smaller and larger than its scale the deviation may get. */
const SMALLER = 1 / 64;
const LARGER = 2;

/** A value as shapes are kept: as difference to the origin, by the scale. */
export const toShape = (f: Float64Array, x: number): number => Math.max(-LARGEST, Math.min(LARGEST, x / f[R.scale]!));

/**
 * Sees to it that shapes are kept near zero and near one, where float16 is precise: moves origin and scale to where the series is now, which is rarely needed.
 * @returns the deviation, in the view's own unit, above 0.
 */
export function refit(state: DetectorState): number {
  const f = state.fields;
  const unit = f[R.deviation]! + 1e-9 * Math.abs(f[R.mean]! + f[R.origin]!) + 1e-12;
  const far = Math.abs(f[R.mean]!) > FAR * unit;
  const scale = f[R.scale]!;
  if (!far && unit >= scale * SMALLER && unit <= scale * LARGER) return unit;
  move(state, far ? f[R.mean]! : 0, 2 ** Math.round(Math.log2(unit)));
  return unit;
}

function move({ fields: f, halves, half, floats, float }: DetectorState, by: number, scale: number): void {
  const before = f[R.scale]!;
  f[R.scale] = scale;
  f[R.origin]! += by;
  f[R.mean]! -= by;
  f[R.waitingMean]! -= by;
  const shapes = half + HALF.shapes;
  const end = shapes + WIDTHS.reduce<number>((sum, width) => sum + width * SHAPES, 0);
  for (let i = shapes; i < end; i++) halves[i] = toShape(f, halves[i]! * before - by);
  for (let i = half + HALF.window; i < half + HALF.window + LONGEST; i++) halves[i] = toShape(f, halves[i]! * before - by);
  // an hour that was never seen is never read
  for (let i = float + FLOAT.day; i < float + FLOAT.day + HOURS; i++) floats[i]! -= by;
}

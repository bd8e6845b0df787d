import type { Point, VerificationCheck } from '@cloudops/contracts';

export const LEAST_CONSECUTIVE = 5;

export interface Judgement {
  readonly check: VerificationCheck;
  readonly satisfied: boolean;
}

/**
 * Whether a signal is back: only points with time strictly after the action finished (and not after `until`) count, and the
 * latest `consecutive` of them, in a row and at least 5, must be inside the band frozen at onset. A point without a value is
 * seen and not inside; no points is never success.
 */
export function judge(
  check: VerificationCheck,
  points: readonly Point[],
  actionFinishedAt: Date,
  { until, consecutive }: { until: Date; consecutive: number },
): Judgement {
  const byTime = new Map<number, number | null>();
  for (const [time, value] of points) if (time > actionFinishedAt.getTime() && time <= until.getTime()) byTime.set(time, value);
  const times = [...byTime.keys()].sort((a, b) => b - a);
  const firstOutside = times.findIndex((t) => !isInside(check, byTime.get(t) ?? null));
  const inside = firstOutside === -1 ? times.length : firstOutside;
  return { check: { ...check, seen: times.length, inside }, satisfied: inside >= Math.max(LEAST_CONSECUTIVE, consecutive) };
}

/**
 * Back over the limit that was violated, and no further than one band width beyond the other one: a restart may leave a metric
 * lower than it ever was, but a metric that fell off a cliff has not recovered.
 */
export function isInside({ side, band }: Pick<VerificationCheck, 'side' | 'band'>, value: number | null): boolean {
  if (value === null || !Number.isFinite(value)) return false;
  const width = band.yhat_upper - band.yhat_lower;
  return side === 'above'
    ? value <= band.yhat_upper && value >= band.yhat_lower - width
    : value >= band.yhat_lower && value <= band.yhat_upper + width;
}

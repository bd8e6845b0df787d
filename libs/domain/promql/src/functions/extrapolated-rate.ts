import type { RangeFunction } from './range-window.ts';

/**
 * `rate`, `increase` and `delta`: the change between first and last sample, resets of counters added, extrapolated to the bounds of the
 * range where samples come close to them (Prometheus `extrapolatedRate`); a counter is never extrapolated below zero.
 */
const extrapolated =
  (isCounter: boolean, perSecond: boolean): RangeFunction =>
  ({ times, values, from, to, rangeStart, rangeEnd }) => {
    if (to - from < 2) return undefined;
    const first = values[from]!;
    const last = to - 1;
    let change = values[last]! - first;
    if (isCounter) for (let i = from + 1; i < to; i++) if (values[i]! < values[i - 1]!) change += values[i - 1]!;

    const sampled = (times[last]! - times[from]!) / 1000;
    const [toStart, toEnd] = [(times[from]! - rangeStart) / 1000, (rangeEnd - times[last]!) / 1000];
    const span = extrapolatedSpan({ count: to - from, first, change, isCounter, sampled, toStart, toEnd });
    return change * (perSecond ? span / sampled / ((rangeEnd - rangeStart) / 1000) : span / sampled);
  };

/** Seconds for which a change between samples stands, when it is carried on to the bounds of the range. */
export function extrapolatedSpan(seen: {
  readonly count: number;
  readonly first: number;
  readonly change: number;
  readonly isCounter: boolean;
  /** Seconds from first to last sample, and from them to the bounds. */
  readonly sampled: number;
  readonly toStart: number;
  readonly toEnd: number;
}): number {
  const { count, first, change, isCounter, sampled, toEnd } = seen;
  const spacing = sampled / (count - 1);
  const toStart = isCounter && change > 0 && first >= 0 ? Math.min(seen.toStart, sampled * (first / change)) : seen.toStart;
  // one more sample is expected where the spacing leaves room for it, with some allowance for noise
  const near = spacing * 1.1;
  return sampled + (toStart < near ? toStart : spacing / 2) + (toEnd < near ? toEnd : spacing / 2);
}

/** From the last two samples only. */
const instantaneous =
  (isRate: boolean): RangeFunction =>
  ({ times, values, from, to }) => {
    if (to - from < 2) return undefined;
    const [before, last] = [values[to - 2]!, values[to - 1]!];
    const interval = times[to - 1]! - times[to - 2]!;
    if (interval === 0) return undefined;
    const change = isRate && last < before ? last : last - before;
    return isRate ? change / (interval / 1000) : change;
  };

export const rate = extrapolated(true, true);
export const increase = extrapolated(true, false);
export const delta = extrapolated(false, false);
export const irate = instantaneous(true);
export const idelta = instantaneous(false);

import { quantile } from '@cloudops/domain-detection';
import type { EntityWindow } from './entity-window.ts';

/** Nine of ten normal intervals are no worse: far enough out to ignore noise, and incidents in the normal times hardly move it. */
const USUAL = 0.9;

/** What an entity's requests lost beyond what is usual. */
export interface Loss {
  readonly entity: string;
  readonly metric: string;
  /** An interval: seconds waited, requests failed; unit of the metric times requests. */
  readonly amount: number;
  readonly usual: number;
  readonly worst: number;
  /** Index of the first interval that was worse than usual; -1 when none was. */
  readonly first: number;
  /** Share of normal intervals that are as bad as the worst, never 0: (k + 1) / (n + 1). */
  readonly rarity: number;
}

/**
 * The loss of a window: the mean over its measured intervals of requests times how much worse the metric was than usual.
 * @param lasting what was worse throughout the window counts as usual: it was so before the symptom
 * @returns undefined where nothing was measured, or nothing is known of normal times: then nothing can be called unusual
 */
export function measureLoss({ entity, metric, worse, values, weights, normal }: EntityWindow, lasting: boolean): Loss | undefined {
  const sign = worse === 'up' ? 1 : -1;
  const usualTimes = normal.flatMap((v) => (Number.isNaN(v) ? [] : [sign * v])).sort((a, b) => a - b);
  const measured = values.flatMap((v, i) => (Number.isNaN(v) ? [] : [{ bad: sign * v, weight: weights[i]!, i }]));
  if (usualTimes.length === 0 || measured.length === 0) return undefined;
  const least = measured.reduce((min, { bad }) => Math.min(min, bad), Infinity);
  const worst = measured.reduce((max, { bad }) => Math.max(max, bad), -Infinity);
  const usual = Math.max(quantile(usualTimes, USUAL), lasting ? least : -Infinity);
  const lost = measured.reduce((sum, { bad, weight }) => sum + weight * Math.max(0, bad - usual), 0);
  const asBad = usualTimes.reduce((n, bad) => n + Number(bad >= worst), 0);
  return {
    entity,
    metric,
    amount: lost / measured.length,
    usual: sign * usual,
    worst: sign * worst,
    first: measured.find(({ bad }) => bad > usual)?.i ?? -1,
    rarity: (asBad + 1) / (usualTimes.length + 1),
  };
}

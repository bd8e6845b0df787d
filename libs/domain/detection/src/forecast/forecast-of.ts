import type { Forecast, Severity } from '@cloudops/contracts';
import { lengthOf } from '../explain/length-of.ts';
import { promqlOf } from '../explain/promql-of.ts';
import { formatQuantity } from '../format-quantity.ts';
import type { WatchedView } from '../views-of.ts';
import { type BoundedQuantity, whatRunsOut } from './bounded-quantity.ts';
import { timeToLimit, type TimeToLimit } from './time-to-limit.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Nothing is told that lies further ahead. */
export const FARTHEST_MS = 30 * DAY_MS;
/** Less than this before the end it is critical, high, medium; else low. */
const SOON: readonly (readonly [number, Severity])[] = [
  [HOUR_MS, 'critical'],
  [6 * HOUR_MS, 'high'],
  [2 * DAY_MS, 'medium'],
];

/**
 * Tells when something bounded is used up, if it is going there within 30 days.
 * @param levels what is left, one a step, NaN where none is known; the last one is of `now`. Of an expiry, seconds. @param now ms.
 */
export function forecastOf(
  watched: WatchedView,
  quantity: BoundedQuantity,
  levels: ArrayLike<number>,
  stepMs: number,
  now: number,
): Forecast | undefined {
  const left = levels[levels.length - 1]!;
  if (quantity.kind === 'expiry') return ofDate(watched, quantity, left, now);
  const found = timeToLimit(levels, FARTHEST_MS / stepMs);
  if (!found) return undefined;
  const latest = now + found.latest * stepMs;
  return {
    ...identity(watched, quantity, now),
    left,
    perHour: (found.rate * HOUR_MS) / stepMs,
    at: instant(now + found.steps * stepMs),
    earliest: instant(now + found.earliest * stepMs),
    latest: latest - now > FARTHEST_MS ? null : instant(latest),
    interval: found.interval,
    severity: severityIn(found.steps * stepMs),
    reason: inWords(watched, quantity, left, found, stepMs),
  };
}

function ofDate(watched: WatchedView, quantity: BoundedQuantity, left: number, now: number): Forecast | undefined {
  if (!(left * 1000 < FARTHEST_MS)) return undefined;
  const at = instant(now + left * 1000);
  const { id } = watched.series.entity;
  return {
    ...identity(watched, quantity, now),
    ...{ left, perHour: -3600, at, earliest: at, latest: at, interval: 'date', severity: severityIn(left * 1000) },
    reason: `The ${whatRunsOut(watched.series, quantity)} (${id}) ${left > 0 ? `expires in ${lengthOf(left * 1000)}` : `expired ${lengthOf(-left * 1000)} ago`}`,
  };
}

const identity = (watched: WatchedView, quantity: BoundedQuantity, now: number) => ({
  id: watched.key,
  entity: watched.series.entity,
  series: watched.series,
  view: watched.view,
  what: whatRunsOut(watched.series, quantity),
  query: promqlOf(watched.series, watched.view, 0),
  madeAt: instant(now),
});

const severityIn = (ms: number): Severity => SOON.find(([soon]) => ms < soon)?.[1] ?? 'low';
const instant = (ms: number): string => new Date(ms).toISOString();

function inWords({ series }: WatchedView, quantity: BoundedQuantity, left: number, found: TimeToLimit, stepMs: number): string {
  const show = (value: number): string => formatQuantity(value, quantity.unit);
  const from = lengthOf(found.earliest * stepMs);
  const to = found.latest * stepMs > FARTHEST_MS ? 'perhaps never' : lengthOf(found.latest * stepMs);
  const range = from === to ? '' : ` (${from} to ${to})`;
  const trend = `${show(left)} left, ${show((-found.rate * HOUR_MS) / stepMs)} less every hour over the last ${lengthOf(found.window * stepMs)}`;
  const news = found.changed ? ', which is not how it used to go' : '';
  const doubt = found.interval === 'window' ? '; too little of its past is known to say how often such a forecast is right' : '';
  return `${capital(whatRunsOut(series, quantity))} of ${series.entity.id} is used up in ${lengthOf(found.steps * stepMs)}${range}: ${trend}${news}${doubt}`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

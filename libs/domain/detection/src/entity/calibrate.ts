import { E, type EntityState } from './entity-state.ts';
import { FALSE_ALARMS_PER_WEEK } from '../demand.ts';
import { FADE } from './normalise.ts';

const { exp, log, log10, max } = Math;

/** Shares of the rows whose distances tell where the tail starts and how it falls. */
const TAIL = 0.05;
const FAR_TAIL = 0.005;
/** What is assumed of the tail before it is known, and the rows that this assumption is worth: twice the distance of a usual row, as ASSUMED_INDEX. */
const ASSUMED_START = 2;
const ASSUMED_INDEX = 0.6;
const ASSUMED_ROWS = 5_000;
const LEAST_INDEX = 0.1;
const REFRESH_ROWS = 20;
/** A score above 1 is due by chance so often a week, if what is rare comes in runs of so many rows. */
const FALSE_ALARM_MS = (7 * 86_400_000) / FALSE_ALARMS_PER_WEEK;
const RUN_ROWS = 10;

/**
 * Score of a distance: decades by which it is rare in the entity's own past, over those of one false alarm a week.
 * The far tail is taken to fall as a power of the distance (Pareto), so that scores go on to tell the rare from the rarer.
 */
export function scoreOf({ fields: f }: EntityState, distance: number): number {
  const start = f[E.tailStart]!;
  if (!(start > 0)) return 0;
  const decades = distance <= start ? distance / start : 1 + log10(distance / start) / f[E.tailIndex]! / -log10(TAIL);
  return (decades * -log10(TAIL)) / alarmDecades(f[E.interval]!);
}

function alarmDecades(intervalMs: number): number {
  return intervalMs > 0 ? max(2, log10(FALSE_ALARM_MS / (intervalMs * RUN_ROWS))) : 6;
}

/** Learns the distribution of distances; what is assumed beforehand gives way to it. */
export function learnDistance({ fields: f, history, signals: p }: EntityState, distance: number, rows: number): void {
  history.add(distance, 1 - FADE);
  if (f[E.tailStart]! > 0 && rows % REFRESH_ROWS !== 0) return;
  const start = max(Number.MIN_VALUE, history.exceededBy(TAIL));
  const index = log(max(1, history.exceededBy(FAR_TAIL) / start)) / log(TAIL / FAR_TAIL);
  const own = history.size / (history.size + ASSUMED_ROWS);
  f[E.tailStart] = exp(own * log(start) + (1 - own) * log(ASSUMED_START * 2 * p));
  f[E.tailIndex] = max(LEAST_INDEX, own * index + (1 - own) * ASSUMED_INDEX);
}

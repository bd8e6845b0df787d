import { F } from './detector-fields.ts';
import type { DetectorState } from './detector-state.ts';

const INTERVALS = 5;
const GIVE_UP_MS = 5 * 60_000;
const FORGET_MS = 60 * 60_000;

/**
 * What silence means for a view at `now`: after five intervals without a point it is `silent` (a restart makes series vanish for a
 * moment, so an anomaly waits); after five minutes as well it has `given-up`; when its series have had no sample for an hour it is
 * `forgotten`. No value is ever made up for it.
 * @param seen time of the latest raw sample of its series: a mean has no points while nothing is counted. All times in ms.
 */
export function silenceOf(state: DetectorState, now: number, seen: number): 'reporting' | 'silent' | 'given-up' | 'forgotten' {
  const usual = INTERVALS * Math.max(state.fields[F.interval]!, 1);
  if (now - seen > Math.max(usual, FORGET_MS)) return 'forgotten';
  const quiet = now - (state.fields[F.lastTime]! || seen);
  if (quiet <= usual) return 'reporting';
  return quiet > GIVE_UP_MS ? 'given-up' : 'silent';
}

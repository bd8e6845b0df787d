import { F } from './detector-state.ts';
import type { DetectorState } from './detector-state.ts';

const INTERVALS = 5;
const GIVE_UP_MS = 5 * 60_000;
const FORGET_MS = 60 * 60_000;

/**
 * What silence means for a view, `now` in ms: after five intervals it is `silent` (a restart makes series vanish for a moment, so an anomaly
 * waits); after five minutes as well it has `given-up`; after an hour it is `forgotten`. No value is ever made up for it.
 */
export function silenceOf(state: DetectorState, now: number): 'reporting' | 'silent' | 'given-up' | 'forgotten' {
  const quiet = now - state.fields[F.lastTime]!;
  const usual = INTERVALS * Math.max(state.fields[F.interval]!, 1);
  if (quiet <= usual) return 'reporting';
  if (quiet > FORGET_MS) return 'forgotten';
  return quiet > GIVE_UP_MS ? 'given-up' : 'silent';
}

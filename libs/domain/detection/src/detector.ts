import type { Band } from '@cloudops/contracts';
import { F } from './detector-fields.ts';
import type { DetectorState } from './detector-state.ts';
import { continueExcursion, judge } from './excursion.ts';
import { expectedBand, scoreIn } from './expected-band.ts';
import { LatestObservation } from './latest-observation.ts';
import { learn } from './learn.ts';
import type { SignalProfile } from './signal-profile.ts';
import { observeRarity } from './rarity/rarity.ts';
import { followUnusual } from './rarity/unusual-course.ts';
import type { Transition } from './transition.ts';

/** Points and time that a series must have shown before it may alarm. */
const WARM_POINTS = 50;
const WARM_MS = 45_000;

export interface Observation {
  /** Above 1 is anomalous; 0 while the series is not known well enough. */
  readonly score: number;
  /** What was expected; frozen at onset while the series is outside. */
  readonly band: Band;
  /** Why the score is what it is, for a person. */
  readonly reason: 'not a number' | 'not newer' | 'learning' | 'inside' | 'outside' | 'anomalous';
  /** How rare this point's course is for its series, as far as that is news; above 1 is anomalous. */
  readonly rarity: number;
  /** Set when an excursion from the band begins, grows or ends with this point. */
  readonly transition: Transition | undefined;
  /** Set when an unusual course begins or ends with this point. */
  readonly unusual: Transition | undefined;
}

export const isAnomalous = (state: DetectorState): boolean => state.fields[F.anomalous] === 1;

export const isWarm = (state: DetectorState): boolean =>
  state.fields[F.anomalous] === 1 ||
  (state.fields[F.count]! >= WARM_POINTS && state.fields[F.lastTime]! - state.fields[F.firstTime]! >= WARM_MS);

/**
 * Scores one point of one view against what the view's own past makes likely, then learns from it. Strictly causal; nothing is allocated while nothing happens.
 * @param time ms since the epoch. @param mayLearn `false` while the view's entity has an incident: trouble must not become normal.
 * @returns valid until the next call, of whatever state.
 */
export function observe(state: DetectorState, time: number, value: number, profile: SignalProfile, mayLearn = true): Observation {
  const f = state.fields;
  latest.score = latest.rarity = 0;
  latest.transition = latest.unusual = undefined;
  if (!Number.isFinite(value) || !Number.isFinite(time)) return unscored(state, profile, 'not a number');
  if (f[F.lastTime] !== 0 && time <= f[F.lastTime]!) return unscored(state, profile, 'not newer');
  noteTime(state, time, value);
  currentBand(state, profile);
  latest.rarity = observeRarity(state, time, value, profile.demand);
  latest.unusual = followUnusual(state, time, value, latest.rarity, latest.band, profile.tolerance?.unusual);
  weigh(state, time, value, profile, mayLearn);
  noteStep(state, value);
  return latest;
}

const latest = new LatestObservation();
const NOTHING_TOLERATED = { above: 0, below: 0 };

function unscored(state: DetectorState, profile: SignalProfile, reason: Observation['reason']): Observation {
  currentBand(state, profile);
  latest.reason = reason;
  return latest;
}

function weigh(state: DetectorState, time: number, value: number, profile: SignalProfile, mayLearn: boolean): void {
  if (!isWarm(state)) {
    learn(state, value);
    latest.reason = 'learning';
    return;
  }
  const score = scoreIn(latest.band, value);
  const anomalous = state.fields[F.anomalous] === 1;
  latest.score = score;
  latest.reason = anomalous ? 'anomalous' : score > 1 ? 'outside' : 'inside';
  latest.transition = anomalous
    ? continueExcursion(state, time, value, latest, profile)
    : judge(state, time, value, latest, profile, mayLearn);
}

function currentBand(state: DetectorState, profile: SignalProfile): void {
  const f = state.fields;
  if (f[F.anomalous] !== 1) return expectedBand(state, profile, latest.band);
  const yhat = f[F.yhat]!;
  // what people tolerate since it began ends it
  const { above, below } = profile.tolerance ?? NOTHING_TOLERATED;
  latest.band.set(yhat, Math.min(f[F.lower]!, yhat - below), Math.max(f[F.upper]!, yhat + above));
}

function noteTime(state: DetectorState, time: number, value: number): void {
  const f = state.fields;
  if (f[F.lastTime] === 0) {
    f[F.firstTime] = time;
    f[F.level] = value;
    f[F.lastValue] = value;
  } else {
    const gap = time - f[F.lastTime]!;
    // a long pause says nothing about the usual interval, and an excursion does not bridge it
    if (f[F.interval] === 0) f[F.interval] = gap;
    else if (gap < f[F.interval]! * 5) f[F.interval]! += (gap - f[F.interval]!) * 0.1;
    else f[F.outside] = 0;
  }
  f[F.lastTime] = time;
}

function noteStep(state: DetectorState, value: number): void {
  const f = state.fields;
  const step = Math.abs(value - f[F.lastValue]!);
  if (step > 0 && Number.isFinite(step) && (f[F.resolution] === 0 || step < f[F.resolution]!)) f[F.resolution] = step;
  f[F.lastValue] = value;
}

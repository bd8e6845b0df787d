import { type Band, Severity, severityRank } from '@cloudops/contracts';
import { F, PENDING_CAPACITY } from './detector-fields.ts';
import type { DetectorState } from './detector-state.ts';
import { learn, learnResidual } from './learn.ts';
import { isHarmless, severityOf } from './severity.ts';
import type { SignalProfile } from './signal-profile.ts';
import type { Transition } from './transition.ts';

const ENTER = { points: 3, ms: 4_000 };
const LEAVE = { points: 5, ms: 4_000 };
/** A change that lasts this long (both) is the new normal; one to the harmless side (a fresh process) much sooner. */
const ACCEPT = { points: 120, ms: 30 * 60_000 };
const ACCEPT_HARMLESS = { points: 60, ms: 60_000 };
const TROUBLE = severityRank('high');

/** What is known of a point by its band. Passed as a whole, since a number that is passed by itself may be allocated. */
type Judged = Readonly<{ score: number; band: Band }>;

/** A point of a series that is not anomalous (yet): learn from it, or see an excursion begin. */
export function judge(
  state: DetectorState,
  time: number,
  value: number,
  { score, band }: Judged,
  profile: SignalProfile,
  mayLearn: boolean,
): Transition | undefined {
  const f = state.fields;
  if (score <= 1) {
    if (f[F.outside]! > 0 && mayLearn) learnPending(state);
    f[F.outside] = 0;
    if (mayLearn) learn(state, value);
    return undefined;
  }
  const side = value > band.yhat ? 1 : -1;
  if (f[F.outside] === 0 || f[F.side] !== side) begin(state, time, side, band);
  f[F.outside]! += 1;
  f[F.surprise]! += (score - f[F.surprise]!) * (f[F.outside] === 1 ? 1 : 0.5);
  if (f[F.pendingCount]! < PENDING_CAPACITY) f[F.pending + f[F.pendingCount]!++] = value - band.yhat;
  if (f[F.outside]! < ENTER.points || time - f[F.onset]! < ENTER.ms) return undefined;
  f[F.anomalous] = 1;
  f[F.inside] = 0;
  f[F.excursionPoints] = 0;
  f[F.excursionLevel] = value;
  f[F.severity] = severityRank(severityOf(f[F.surprise]!, value, side, profile));
  f[F.sustained] = time - f[F.onset]! >= profile.sustainedMs ? 1 : 0;
  return transition(state, 'detected', 'left-band', time, value, band);
}

/** A point of an anomalous series: it may grow, return, or have become the new normal. */
export function continueExcursion(
  state: DetectorState,
  time: number,
  value: number,
  { score, band }: Judged,
  profile: SignalProfile,
): Transition | undefined {
  const f = state.fields;
  const side = f[F.side] === 1 ? 1 : -1;
  f[F.excursionPoints]! += 1;
  f[F.excursionLevel]! += (value - f[F.excursionLevel]!) * 0.1;
  const accept = isHarmless(profile, side) ? ACCEPT_HARMLESS : ACCEPT;
  // nothing is normal before it had the time to be trouble
  const acceptMs = accept === ACCEPT ? Math.max(ACCEPT.ms, 2 * profile.sustainedMs) : accept.ms;
  if (time - f[F.onset]! >= acceptMs && f[F.excursionPoints]! >= accept.points) return acceptNewNormal(state, time, value, band, profile);
  // far out on the other side is another matter, and will be another anomaly
  if (side === 1 ? value <= band.yhat_upper : value >= band.yhat_lower) {
    if (f[F.inside] === 0) f[F.insideSince] = time;
    f[F.inside]! += 1;
    if (f[F.inside]! < LEAVE.points || time - f[F.insideSince]! < LEAVE.ms) return undefined;
    const cleared = transition(state, 'cleared', 'returned', time, value, band);
    f[F.anomalous] = 0;
    f[F.outside] = 0;
    // what keeps happening without doing harm becomes part of normal; trouble never does
    if (f[F.severity]! < TROUBLE) learnPending(state);
    return cleared;
  }
  f[F.inside] = 0;
  f[F.surprise]! += (score - f[F.surprise]!) * 0.5;
  const rank = severityRank(severityOf(f[F.surprise]!, value, side, profile));
  const lasting = f[F.sustained] === 0 && time - f[F.onset]! >= profile.sustainedMs;
  if (lasting) f[F.sustained] = 1;
  if (rank <= f[F.severity]! && !lasting) return undefined;
  const worse = rank > f[F.severity]!;
  if (worse) f[F.severity] = rank;
  return transition(state, 'grew', worse ? 'worse' : 'lasting', time, value, band);
}

/** Ends an anomaly whose series stopped reporting: not a recovery, and said so. */
export function giveUp(state: DetectorState, at: number): Transition {
  const f = state.fields;
  const cleared = transition(state, 'cleared', 'stale', at, f[F.lastValue]!, {
    yhat: f[F.yhat]!,
    yhat_lower: f[F.lower]!,
    yhat_upper: f[F.upper]!,
  });
  f[F.anomalous] = 0;
  f[F.outside] = 0;
  return cleared;
}

function learnPending(state: DetectorState): void {
  const f = state.fields;
  for (let i = 0; i < f[F.pendingCount]!; i++) learnResidual(state, f[F.pending + i]!);
  f[F.pendingCount] = 0;
}

function begin(state: DetectorState, time: number, side: 1 | -1, band: Band): void {
  const f = state.fields;
  f[F.side] = side;
  f[F.onset] = time;
  f[F.outside] = 0;
  f[F.pendingCount] = 0;
  f[F.surprise] = 0;
  f[F.yhat] = band.yhat;
  f[F.lower] = band.yhat_lower;
  f[F.upper] = band.yhat_upper;
}

function acceptNewNormal(state: DetectorState, time: number, value: number, band: Band, profile: SignalProfile): Transition {
  const f = state.fields;
  const cleared = transition(state, 'cleared', 'new-normal', time, value, band);
  f[F.anomalous] = 0;
  f[F.outside] = 0;
  f[F.level] = f[F.excursionLevel]!;
  if (isHarmless(profile, f[F.side] === 1 ? 1 : -1)) return cleared;
  // what used to be trouble is not judged before it is known
  f[F.count] = 0;
  f[F.firstTime] = time;
  return cleared;
}

function transition(
  state: DetectorState,
  type: Transition['type'],
  cause: Transition['cause'],
  at: number,
  value: number,
  band: Band,
): Transition {
  const f = state.fields;
  return {
    type,
    cause,
    kind: f[F.side] === 1 ? 'above' : 'below',
    onset: f[F.onset]!,
    at,
    value,
    band: { yhat: band.yhat, yhat_lower: band.yhat_lower, yhat_upper: band.yhat_upper },
    score: f[F.surprise]!,
    severity: Severity.options[f[F.severity]!] ?? 'low',
    sustained: f[F.sustained] === 1,
  };
}

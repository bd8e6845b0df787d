import { quantile } from '../quantile.ts';
import { ratesIn, trendOf } from './theil-sen.ts';

/** Windows over which a trend is drawn, in steps; the longest that still holds is taken. */
const WINDOWS = [6, 24, 72, 288, 864];
/** Nothing is foretold further ahead than so many windows, or so many times what is known. */
const WINDOWS_AHEAD = 40;
const KNOWN_AHEAD = 2;
/** Past moments at which the same forecast is tried, at most and at least. */
const MOST_TRIALS = 60;
const LEAST_TRIALS = 10;
/** Errors of few independent trials understate what may come: the interval is wider by this much over their number, and as it is asked further ahead than was tried. */
const FEW = 1.5;
/** Two trends differ when they differ by more than nearly all of their past did, and by this much more. */
const USUAL = 0.95;
const MORE = 1.5;
/** The interval holds eight of ten; and where more than a quarter of the past says that the limit is never reached, nothing is said. */
const LOW = 0.1;
const HIGH = 0.9;
const DOUBT = 0.75;

export interface TimeToLimit {
  /** Steps from now until the level is expected to be at 0, and within which it is in eight of ten cases; `latest` is Infinity where it may never be. */
  readonly steps: number;
  readonly earliest: number;
  readonly latest: number;
  /** Change a step by the trend, below 0. */
  readonly rate: number;
  /** Steps over which the trend was drawn. */
  readonly window: number;
  /** Where the interval is from: errors of the same forecast in the series' own past, or the spread of rates within the window for want of a past. */
  readonly interval: 'past-errors' | 'window';
  /** Whether longer windows no longer hold: it goes otherwise than it used to. */
  readonly changed: boolean;
}

/**
 * When a level that is falling will be at 0. The trend (Theil-Sen) is that of the longest window which does not contradict any shorter one by more than
 * such windows contradicted each other before (Lepski's rule): bursts that are usual for the series change nothing, a leak that began an hour ago does.
 * The interval is made of what the same forecast was wrong by at earlier times of the same series.
 * @param levels what is left, one a step, the last one now; NaN where none is known. @param farthest steps. @returns undefined when it is not going there.
 */
export function timeToLimit(levels: ArrayLike<number>, farthest: number): TimeToLimit | undefined {
  const now = levels.length - 1;
  const left = levels[now]!;
  const first = firstKnown(levels);
  if (!(left > 0) || first < 0) return undefined;
  const trendAt = remembered(levels);
  const trends = WINDOWS.map((window) => (window <= now - first + 1 ? trendAt(now, window) : NaN));
  if (!trends.some((rate, i) => rate < 0 && left / -rate <= reach(WINDOWS[i]!, farthest, now - first))) return undefined; // most series end here
  const { index, changed } = longestThatHolds(trends, trendAt, first, now);
  const window = WINDOWS[index]!;
  const rate = trends[index]!;
  const steps = left / -rate;
  if (!(rate < 0) || steps > reach(window, farthest, now - first)) return undefined;
  const past = now - first + 1 - window;
  const ahead = Math.max(1, Math.min(Math.round(steps), Math.floor(past / 3)));
  const errors = pastErrors(levels, trendAt, window, ahead, first);
  const few = (1 + (FEW * ahead) / past) * Math.sqrt(Math.max(1, steps / ahead));
  const inWindow = ratesIn(levels, now, window)!;
  const known = errors.length >= LEAST_TRIALS;
  // of a trend that is new the past knows nothing: its own unsteadiness counts too
  const at = (q: number, wider: typeof Math.min): number => {
    const own = rate + (quantile(inWindow, q) - rate) * Math.sqrt(Math.max(1, steps / window));
    if (!known) return own;
    const byPast = rate + quantile(errors, q) * few;
    return changed ? wider(own, byPast) : byPast;
  };
  if (at(DOUBT, Math.max) >= 0) return undefined;
  const after = (speed: number): number => (speed < 0 ? left / -speed : Infinity);
  return {
    steps,
    earliest: Math.min(steps, after(at(LOW, Math.min))),
    latest: Math.max(steps, after(at(HIGH, Math.max))),
    rate,
    window,
    interval: known ? 'past-errors' : 'window',
    changed,
  };
}

const reach = (window: number, farthest: number, known: number): number => Math.min(farthest, WINDOWS_AHEAD * window, KNOWN_AHEAD * known);

function firstKnown(levels: ArrayLike<number>): number {
  for (let i = 0; i < levels.length; i++) if (!Number.isNaN(levels[i]!)) return i;
  return -1;
}

/** A trend at a moment of the past; several windows ask for the same ones. */
type TrendAt = (at: number, window: number) => number;

function remembered(levels: ArrayLike<number>): TrendAt {
  const known = new Map<number, number>();
  return (at, window) => {
    const key = at * 1_000 + window;
    const trend = known.get(key) ?? trendOf(levels, at, window);
    known.set(key, trend);
    return trend;
  };
}

function longestThatHolds(trends: readonly number[], trendAt: TrendAt, first: number, now: number): { index: number; changed: boolean } {
  const candidates = trends.flatMap((trend, i) => (Number.isNaN(trend) ? [] : [i]));
  let held = candidates[0]!;
  for (const long of candidates.slice(1)) {
    const shorter = candidates.filter((other) => other < long);
    const contradicted = shorter.some((short) => {
      const difference = Math.abs(trends[long]! - trends[short]!);
      const usual = usualDifference(trendAt, WINDOWS[long]!, WINDOWS[short]!, first, now);
      // a window that fills nearly all that is known was never tried: then half of its own trend has to do
      return difference > (usual === undefined ? Math.abs(trends[long]!) / 2 : MORE * usual);
    });
    if (contradicted) return { index: held, changed: true };
    held = long;
  }
  return { index: held, changed: false };
}

/** By how much two windows' trends hardly ever differed, before what the shorter one covers now. */
function usualDifference(trendAt: TrendAt, long: number, short: number, first: number, now: number): number | undefined {
  const differences = trials(first + long - 1, now - short, now)
    .map((at) => Math.abs(trendAt(at, long) - trendAt(at, short)))
    .filter((difference) => !Number.isNaN(difference))
    .sort((a, b) => a - b);
  return differences.length < LEAST_TRIALS ? undefined : quantile(differences, USUAL);
}

/** By how much the rate of the `ahead` steps that followed differed from the trend, at earlier times; ascending. */
function pastErrors(levels: ArrayLike<number>, trendAt: TrendAt, window: number, ahead: number, first: number): number[] {
  const now = levels.length - 1;
  return trials(first + window - 1, now - ahead, now)
    .map((at) => (levels[at + ahead]! - levels[at]!) / ahead - trendAt(at, window))
    .filter((error) => !Number.isNaN(error))
    .sort((a, b) => a - b);
}

/** Moments in [from, to], evenly apart as seen from now, so that different questions about one window ask for the same ones. */
function trials(from: number, to: number, now: number): number[] {
  const stride = Math.max(1, Math.ceil((now - from + 1) / MOST_TRIALS));
  const at: number[] = [];
  for (let i = now; i >= from; i -= stride) if (i <= to) at.push(i);
  return at;
}

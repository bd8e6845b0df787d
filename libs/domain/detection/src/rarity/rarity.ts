import type { ScorePart } from '@cloudops/contracts';
import { hourOf, learnHour, seasonalResidual } from './day.ts';
import { fading } from './fading.ts';
import { habit } from './habit.ts';
import { news } from './news.ts';
import { LONGEST, M, R, type RarityState, WIDTHS } from './rarity-state.ts';
import { learnShape, novelty, shapesSize } from './shapes.ts';
import { TAIL_SIZE, surpriseOf } from './tail.ts';

const HOUR_MS = 3_600_000;
/** Points before anything is news: until then every shape and every hour is new. */
const WARM_POINTS = 50;
/** Points that a tail remembers; the largest of so many lies about their logarithm in nats above the usual, which is what surprises are measured by. */
const MEMORY_POINTS = 4300;
const MEMORY_DAYS = 14;
/** Nats of news from which on a point is anomalous. */
const ANOMALOUS = 0.92;
/** Points that come closer together than this are taken as their mean, about once a minute: what is gone within seconds is for the band to tell. */
const CLOSEST_MS = 50_000;
/** Nothing differs from the first value by more, so that no sum overflows. */
const FARTHEST = 1e30;

const MEASURES = WIDTHS.length + 2;
const NAMES = [
  'where its last value lies',
  'its course over the last two values',
  'its course over the last four values',
  'its course over the last eight values',
  'what this hour of other days was like, over three hours',
  'what this hour of other days was like, over six hours',
] as const;
/** How far off each measure is in most series, and the exponent by which larger ones get rarer (Pareto): what is believed before a series is known ... */
const COMMON = [0.03, 0.05, 0.1, 0.15, 0.3, 0.3] as const;
const COMMON_EXPONENT = 1.2;
/** ... and after so many points half of it. */
const KNOWN_POINTS = 1000;

/**
 * How rare what this point shows is for its series, by six measures that are each calibrated by their own history: distance of the last point, two, four
 * and eight to every shape known, and distance from this hour of other days over three and over six hours. The loudest is left out, so that none convicts
 * alone; the mean of the others counts as far as it is news. Strictly causal; allocates nothing.
 * @param time ms, newer than the point before. @param value finite. @returns above 1 is anomalous; 0 where the point waits to be looked at with those that follow.
 */
export function observeRarity(state: RarityState, time: number, value: number): number {
  const { fields: f, memory: m } = state;
  const gap = f[R.count] === 0 ? 0 : time - f[R.lastTime]!;
  if (f[R.count] === 0) f[R.origin] = value;
  f[R.waitingMean]! += (Math.max(-FARTHEST, Math.min(FARTHEST, value - f[R.origin]!)) - f[R.waitingMean]!) / (f[R.waiting]! += 1);
  if (f[R.count]! > 0 && gap < CLOSEST_MS) return 0;
  const x = f[R.waitingMean]!;
  f[R.waiting] = f[R.waitingMean] = 0;
  f[R.lastTime] = time;
  const n = Math.min((f[R.count]! += 1), 1e9);
  learnLevel(f, x, Math.max(1 / n, fading(gap, 4000, 14)));
  const unit = f[R.deviation]! + 1e-9 * Math.abs(f[R.mean]! + f[R.origin]!) + 1e-12;
  for (let i = M.window; i < M.window + LONGEST - 1; i++) m[i] = m[i + 1]!; // so few that calling copyWithin takes longer
  m[M.window + LONGEST - 1] = x;
  const fade = fading(gap, MEMORY_POINTS, MEMORY_DAYS);
  total = loudest = 0;
  unknown = KNOWN_POINTS / (KNOWN_POINTS + n);
  judgeShapes(state, unit, gap, n, fade);
  judgeSeason(state, time, gap, x, unit, fade);
  const possible = Math.log(Math.min(MEMORY_POINTS, WARM_POINTS + n)) / Math.log(MEMORY_POINTS);
  f[R.surprise] = (total - loudest) / (MEASURES - 1) / possible;
  const told = news(m, M.news, gap, f[R.surprise]!, habit(m, M.habit, time, f[R.surprise]!));
  return n <= WARM_POINTS ? 0 : told / ANOMALOUS;
}

/** Sum and largest of the measures' nats for the point at hand, and how little its series is known: kept here, so that nothing is allocated for them. */
let total = 0;
let loudest = 0;
let unknown = 0;
const parts = new Float64Array(MEASURES);

/** By what the point observed last was surprising, largest share first; the loudest measure is left out, as it is of the score. */
export function partsOfLast(): ScorePart[] {
  const left = parts.indexOf(loudest);
  return Array.from(parts, (nats, i) => ({ what: NAMES[i]!, share: nats / (total - loudest) }))
    .filter(({ share }, i) => i !== left && share > 0)
    .sort((a, b) => b.share - a.share);
}

function learnLevel(f: Float64Array, x: number, rate: number): void {
  f[R.mean]! += rate * (x - f[R.mean]!);
  f[R.deviation]! += rate * (Math.abs(x - f[R.mean]!) - f[R.deviation]!);
}

function judgeShapes({ fields: f, memory: m }: RarityState, unit: number, gap: number, n: number, fade: number): void {
  const recent = fading(gap, 1000, 3.5);
  let at = M.shapes;
  for (let i = 0; i < WIDTHS.length; i++) {
    const width = WIDTHS[i]!;
    if (n < width) return;
    const from = M.window + LONGEST - width;
    const distance = novelty(m, at, width, m, from) / unit;
    const usual = (f[R.usual + i]! += Math.max(1 / (n - width + 1), recent) * (distance - f[R.usual + i]!));
    learnShape(m, at, width, m, from, distance > usual, recent);
    judge(m, i, distance, fade);
    at += shapesSize(width);
  }
}

function judgeSeason({ fields: f, memory: m }: RarityState, time: number, gap: number, x: number, unit: number, fade: number): void {
  const hour = hourOf(time);
  const residual = seasonalResidual(m, M.day, hour, x, f[R.mean]!, unit);
  learnHour(m, M.day, hour, x, gap);
  f[R.residual3]! += (1 - Math.exp(-gap / (3 * HOUR_MS))) * (residual - f[R.residual3]!);
  f[R.residual6]! += (1 - Math.exp(-gap / (6 * HOUR_MS))) * (residual - f[R.residual6]!);
  judge(m, WIDTHS.length, Math.abs(f[R.residual3]!), fade);
  judge(m, WIDTHS.length + 1, Math.abs(f[R.residual6]!), fade);
}

function judge(m: Float32Array, measure: number, magnitude: number, fade: number): void {
  const own = surpriseOf(m, M.tails + measure * TAIL_SIZE, magnitude, fade);
  const nats = own + unknown * (COMMON_EXPONENT * Math.log1p(magnitude / COMMON[measure]!) - own);
  parts[measure] = nats;
  total += nats;
  if (nats > loudest) loudest = nats;
}

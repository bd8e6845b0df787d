import type { ScorePart } from '@cloudops/contracts';
import { F, LONGEST, R, WIDTHS } from '../detector-fields.ts';
import { FLOAT, HALF, LEAP, MEASURES, WORD } from '../detector-places.ts';
import type { DetectorState } from '../detector-state.ts';
import { chancesOf } from './chances.ts';
import { hourOf, learnHour, seasonalResidual } from './day.ts';
import { fading } from './fading.ts';
import { habit } from './habit.ts';
import { news } from './news.ts';
import { FARTHEST, refit, toShape } from './refit.ts';
import { countVisit, followShape, learnShape, novelty, SHAPES } from './shapes.ts';
import { surpriseOf, TAIL_BINS, TAIL_FLOATS } from './tail.ts';

const HOUR_MS = 3_600_000;
/** Points before anything is news: until then every shape and every hour is new. */
const WARM_POINTS = 50;
/** Points that a tail remembers; the largest of so many lies about their logarithm in nats above the usual, which is what surprises are measured by. */
const MEMORY_POINTS = 4300;
const LOG_MEMORY_POINTS = Math.log(MEMORY_POINTS);
const MEMORY_DAYS = 14;
/** What is typical follows faster. */
const RECENT_POINTS = 1000;
const RECENT_DAYS = 3.5;
/** A leap of so many typical deviations is taken to be usual anyway. */
const LEAST_LEAP = 0.05;
/** Nats of news from which on a point is anomalous. */
const ANOMALOUS = 1.62;
/** Points that come closer together than this are taken as their mean, about once a minute: what is gone within seconds is for the band to tell. */
const CLOSEST_MS = 50_000;

const NAMES = [
  'where its last value lies',
  'its course over the last two values',
  'its course over the last four values',
  'its course over the last eight values',
  'what this hour of other days was like, over three hours',
  'what this hour of other days was like, over six hours',
  'how far it leapt from the value before',
] as const;
/** How far off each measure is in most series, and the exponent by which larger ones get rarer (Pareto): what is believed before a series is known ... */
const COMMON = [0.03, 0.05, 0.1, 0.15, 0.3, 0.3, 0.5] as const;
const COMMON_EXPONENT = 1.2;
/** ... and after so many points half of it. */
const KNOWN_POINTS = 1000;

/**
 * How rare what this point shows is for its series, by seven measures that are each calibrated by their own history: distance of the last point, two, four
 * and eight to every shape known, distance from this hour of other days over three and over six hours, and its leap. The loudest is left out, so that none convicts
 * alone; the mean of the others counts as far as it is news. Strictly causal; allocates nothing.
 * @param time ms, newer than the point before. @param value finite. @param demand factor on what is asked (`demandOf`). @returns above 1 is anomalous; 0 where the point waits to be looked at with those that follow.
 */
export function observeRarity(state: DetectorState, time: number, value: number, demand = 1): number {
  const f = state.fields;
  const known = f[R.count]!;
  if (known === 0) f[R.origin] = value;
  f[R.waitingMean]! += (Math.max(-FARTHEST, Math.min(FARTHEST, value - f[R.origin]!)) - f[R.waitingMean]!) / (f[R.waiting]! += 1);
  const gap = known === 0 ? 0 : time - f[R.lastTime]!;
  if (known > 0 && gap < CLOSEST_MS) return 0;
  return lookAt(state, time, gap) / demand;
}

/** The point, or the mean of those that waited. */
function lookAt(state: DetectorState, time: number, gap: number): number {
  const f = state.fields;
  f[R.lastTime] = time;
  const n = Math.min((f[R.count]! += 1), 1e9);
  learnLevel(f, f[R.waitingMean]!, Math.max(1 / n, fading(gap, 4000, 14)));
  const unit = refit(state);
  const x = f[R.waitingMean]!;
  f[R.waiting] = f[R.waitingMean] = 0;
  pushWindow(state.halves, state.half + HALF.window, toShape(f, x));
  const fade = fading(gap, MEMORY_POINTS, MEMORY_DAYS);
  at[P.total] = at[P.loudest] = 0;
  at[P.unknown] = KNOWN_POINTS / (KNOWN_POINTS + n);
  judgeShapes(state, f[R.scale]! / unit, gap, n, fade);
  judgeSeason(state, time, gap, x, unit, fade);
  if (n > 1) judgeLeap(state, f[R.scale]!, unit, gap, n, fade);
  const possible = n > MEMORY_POINTS - WARM_POINTS ? 1 : Math.log(WARM_POINTS + n) / LOG_MEMORY_POINTS;
  const surprise = (f[R.surprise] = (at[P.total]! - at[P.loudest]!) / (MEASURES - 1) / possible);
  const usual = habit(state.halves, state.half + HALF.habit, time, surprise);
  const told = news(state.floats, state.float + FLOAT.news, gap, surprise, usual);
  return n <= WARM_POINTS || told === 0 ? 0 : told / (ANOMALOUS * chancesOf(f[F.interval]!));
}

/** Sum and largest of the measures' nats for the point at hand, and how little its series is known: kept here, so that nothing is allocated for them. */
const P = { total: 0, loudest: 1, unknown: 2 } as const;
const at = new Float64Array(3);
const parts = new Float64Array(MEASURES);

/** By what the point observed last was surprising, largest share first; the loudest measure is left out, as it is of the score. */
export function partsOfLast(): ScorePart[] {
  const left = parts.indexOf(at[P.loudest]!);
  return Array.from(parts, (nats, i) => ({ what: NAMES[i]!, share: nats / (at[P.total]! - at[P.loudest]!) }))
    .filter(({ share }, i) => i !== left && share > 0)
    .sort((a, b) => b.share - a.share);
}

function learnLevel(f: Float64Array, x: number, rate: number): void {
  f[R.mean]! += rate * (x - f[R.mean]!);
  f[R.deviation]! += rate * (Math.abs(x - f[R.mean]!) - f[R.deviation]!);
}

function pushWindow(h: Float16Array, at: number, x: number): void {
  for (let i = at; i < at + LONGEST - 1; i++) h[i] = h[i + 1]!; // so few that calling copyWithin takes longer
  h[at + LONGEST - 1] = x;
}

function judgeShapes(state: DetectorState, units: number, gap: number, n: number, fade: number): void {
  const { fields: f, floats, halves, words } = state;
  const recent = fading(gap, RECENT_POINTS, RECENT_DAYS);
  let shapes = state.half + HALF.shapes;
  for (let i = 0; i < WIDTHS.length; i++) {
    const width = WIDTHS[i]!;
    if (n < width) return;
    const from = state.half + HALF.window + LONGEST - width;
    const counts = state.word + WORD.visits + i * SHAPES;
    const known = words[state.word + WORD.known + i]!;
    const distance = novelty(halves, shapes, known, width, from) * units;
    const usual = (f[R.usual + i]! += Math.max(1 / (n - width + 1), recent) * (distance - f[R.usual + i]!));
    if (known === 0 || distance > usual) {
      words[state.word + WORD.known + i] = learnShape(halves, shapes, known, width, from, words, counts);
    } else followShape(halves, shapes, width, from);
    countVisit(words, counts, floats, state.float + FLOAT.visits + i, recent);
    judge(state, i, distance, fade);
    shapes += width * SHAPES;
  }
}

function judgeSeason(state: DetectorState, time: number, gap: number, x: number, unit: number, fade: number): void {
  const { fields: f, floats: m } = state;
  const hour = hourOf(time);
  const day = state.float + FLOAT.day;
  const residual = seasonalResidual(m, day, hour, x, f[R.mean]!, unit);
  learnHour(m, day, hour, x, gap);
  f[R.residual3]! += (1 - Math.exp(-gap / (3 * HOUR_MS))) * (residual - f[R.residual3]!);
  f[R.residual6]! += (1 - Math.exp(-gap / (6 * HOUR_MS))) * (residual - f[R.residual6]!);
  judge(state, WIDTHS.length, Math.abs(f[R.residual3]!), fade);
  judge(state, WIDTHS.length + 1, Math.abs(f[R.residual6]!), fade);
}

/** Shapes know where a series is and was; that it got there at once is rare even between two places where it often is. */
function judgeLeap(state: DetectorState, scale: number, unit: number, gap: number, n: number, fade: number): void {
  const { fields: f, halves } = state;
  const last = state.half + HALF.window + LONGEST - 1;
  const leap = Math.abs(halves[last]! - halves[last - 1]!) * scale;
  f[R.leap]! += Math.max(1 / (n - 1), fading(gap, RECENT_POINTS, RECENT_DAYS)) * (leap - f[R.leap]!);
  judge(state, LEAP, leap / (f[R.leap]! + LEAST_LEAP * unit), fade);
}

function judge({ words, word, floats, float }: DetectorState, measure: number, magnitude: number, fade: number): void {
  const bins = word + (measure === LEAP ? WORD.leap : WORD.tails + measure * TAIL_BINS);
  const counted = float + (measure === LEAP ? FLOAT.leap : FLOAT.tails + measure * TAIL_FLOATS);
  const own = surpriseOf(words, bins, floats, counted, magnitude, fade);
  const nats = own + at[P.unknown]! * (COMMON_EXPONENT * Math.log1p(magnitude / COMMON[measure]!) - own);
  parts[measure] = nats;
  at[P.total]! += nats;
  if (nats > at[P.loudest]!) at[P.loudest] = nats;
}

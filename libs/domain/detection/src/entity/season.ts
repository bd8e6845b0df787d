import { E, type EntityState, OUTLINE_BLOCKS, PHASE_BINS } from './entity-state.ts';
import { findPeriod } from './find-period.ts';
import { FADE, inSigmas, SCALED_AFTER } from './normalise.ts';

const { abs, floor, max, min, sqrt } = Math;
const { isNaN } = Number;

/** Weight of the newest season in what is expected of the next. */
const NEWEST_WEIGHT = 0.3;
/** A period that moves by more than this is another one: the profile is drawn anew. */
const SAME_PERIOD = 0.02;
/** Rows that a profile drawn from the outline is worth when the spread around it is learnt on. */
const DRAWN_ROWS = 200;
/** Deviations of this share of a signal's whole spread are usual, however exactly it kept to its season. */
const USUAL_SHARE = 0.1;
const SEARCH_EVERY = 64;
const SEARCH_AT_MOST_EVERY = 2_048;
const OUTLYING_SIGMAS = 3;

/** Fills `expected` for `time`: between the two phase bins around it, or the mean while no season is known. */
export function expectRow(state: EntityState, time: number): void {
  const { fields: f, expected, mean, profile, signals: p } = state;
  if (f[E.period] === 0) {
    expected.set(mean);
    return;
  }
  const position = phaseOf(f, time) * PHASE_BINS;
  const bin = min(PHASE_BINS - 1, floor(position));
  const within = position - bin;
  const other = (bin + (within < 0.5 ? PHASE_BINS - 1 : 1)) % PHASE_BINS;
  const share = abs(within - 0.5);
  for (let i = 0; i < p; i++) expected[i] = profile[bin * p + i]! * (1 - share) + profile[other * p + i]! * share;
}

/** Squared deviation of signal `i` from its season in units of what the season usually leaves unexplained; then learns that. */
export function surpriseOfSeason({ fields: f, row, expected, unexplained, seen, step, variance }: EntityState, i: number): number {
  const deviation = row[i]! - expected[i]!;
  const usual = sqrt(unexplained[i]!) + USUAL_SHARE * sqrt(variance[i]!);
  const sigmas = seen[i]! < SCALED_AFTER ? 0 : inSigmas(deviation, usual * usual, step[i]!, seen[i]!);
  const rate = max(1 / min(seen[i]!, f[E.seasonRows]!), FADE);
  unexplained[i]! += rate * (deviation * deviation - unexplained[i]!);
  return sigmas * sigmas;
}

/** Learns the phase that the row belongs to, and now and then looks for the period in the outline. */
export function learnSeason(state: EntityState, time: number): void {
  const { fields: f, row, binSum, binRows } = state;
  f[E.seasonRows]!++;
  if (f[E.rows]! >= f[E.nextSearch]!) {
    f[E.nextSearch] = f[E.rows]! + min(SEARCH_AT_MOST_EVERY, max(SEARCH_EVERY, f[E.rows]! / 16));
    search(state, time);
  }
  if (f[E.period] === 0) return;
  const bin = min(PHASE_BINS - 1, floor(phaseOf(f, time) * PHASE_BINS));
  if (bin !== f[E.bin]) {
    if (f[E.bin]! >= 0) closeBin(state, f[E.bin]!);
    f[E.bin] = bin;
  }
  for (let i = 0; i < state.signals; i++)
    if (!isNaN(row[i]!)) {
      binSum[i]! += row[i]!;
      binRows[i]!++;
    }
}

/** Where `time` lies within its season, from 0 to below 1. */
function phaseOf(f: Float64Array, time: number): number {
  const turns = (time - f[E.anchor]!) / f[E.period]!;
  return turns - floor(turns);
}

function closeBin({ profile, binSeen, binSum, binRows, signals: p }: EntityState, bin: number): void {
  const weight = max(1 / ++binSeen[bin]!, NEWEST_WEIGHT);
  for (let i = 0; i < p; i++) if (binRows[i]! > 0) profile[bin * p + i]! += weight * (binSum[i]! / binRows[i]! - profile[bin * p + i]!);
  binSum.fill(0);
  binRows.fill(0);
}

const series = new Float64Array(OUTLINE_BLOCKS);

function search(state: EntityState, time: number): void {
  const { fields: f } = state;
  const blocks = f[E.block]!;
  const x = series.subarray(0, blocks);
  project(state, x);
  const found = findPeriod(x, f[E.blockMs]! > 0 ? f[E.period]! / f[E.blockMs]! : 0) * f[E.blockMs]!;
  if (found === 0) return;
  const known = f[E.period]!;
  // the present phase stays what it is
  if (known > 0) f[E.anchor] = time - phaseOf(f, time) * found;
  else f[E.anchor] = f[E.outlineStart]!;
  f[E.period] = found;
  if (known === 0 || abs(found / known - 1) > SAME_PERIOD) drawProfile(state);
}

/** The outline along the direction in which the signals move together, outliers cut, centred. */
function project({ outline, leading, mean, variance, step, seen, signals: p }: EntityState, x: Float64Array): void {
  let sum = 0;
  let count = 0;
  for (let b = 0; b < x.length; b++) {
    x[b] = 0;
    let numbers = 0;
    for (let i = 0; i < p; i++) {
      const value = outline[b * p + i]!;
      if (isNaN(value)) continue;
      const sigmas = inSigmas(value - mean[i]!, variance[i]!, step[i]!, seen[i]!);
      x[b]! += leading[i]! * max(-OUTLYING_SIGMAS, min(OUTLYING_SIGMAS, sigmas));
      numbers++;
    }
    if (numbers === 0) x[b] = NaN;
    else {
      sum += x[b]!;
      count++;
    }
  }
  for (let b = 0; b < x.length; b++) x[b]! -= sum / count;
}

/** Draws the profile, and what it leaves unexplained, from the outline: a season is used as soon as it is found. */
function drawProfile(state: EntityState): void {
  const { fields: f, outline, profile, binSeen, unexplained, mean, signals: p } = state;
  profile.fill(NaN);
  binSeen.fill(0);
  state.binSum.fill(0);
  state.binRows.fill(0);
  f[E.bin] = -1;
  f[E.seasonRows] = DRAWN_ROWS;
  const binOfBlock = (b: number): number =>
    min(PHASE_BINS - 1, floor(phaseOf(f, f[E.outlineStart]! + (b + 0.5) * f[E.blockMs]!) * PHASE_BINS));
  for (let b = 0; b < f[E.block]!; b++) {
    const bin = binOfBlock(b);
    const weight = max(1 / ++binSeen[bin]!, NEWEST_WEIGHT);
    for (let i = 0; i < p; i++) {
      const value = outline[b * p + i]!;
      const at = bin * p + i;
      if (!isNaN(value)) profile[at] = isNaN(profile[at]!) ? value : profile[at]! + weight * (value - profile[at]!);
    }
  }
  for (let i = 0; i < p; i++) {
    fillGaps(profile, p, i, mean[i]!);
    let sum = 0;
    let count = 0;
    for (let b = 0; b < f[E.block]!; b++) {
      const deviation = outline[b * p + i]! - profile[binOfBlock(b) * p + i]!;
      if (isNaN(deviation)) continue;
      sum += deviation * deviation;
      count++;
    }
    if (count > 0) unexplained[i] = sum / count;
  }
}

/** Bins that no block fell into take over what came before them. */
function fillGaps(profile: Float32Array, p: number, i: number, otherwise: number): void {
  let previous = otherwise;
  for (let bin = -PHASE_BINS; bin < PHASE_BINS; bin++) {
    const at = ((bin + PHASE_BINS) % PHASE_BINS) * p + i;
    if (!isNaN(profile[at]!)) previous = profile[at]!;
    else if (bin >= 0) profile[at] = previous;
  }
}

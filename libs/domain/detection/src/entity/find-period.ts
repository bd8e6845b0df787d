const { abs, floor, max, min, round, sqrt } = Math;

/** Correlation that a series must have with itself a period ago, also in standard errors of a correlation; and one below which it has forgotten itself. */
const LEAST_CORRELATION = 0.3;
const LEAST_ERRORS = 5;
const FORGOTTEN = 0.2;
/** The first peak this near to the highest one is the period; the others are its multiples. */
const NEAR_HIGHEST = 0.85;
const FEWEST_POINTS = 32;
const LONGEST_SHARE = 0.45;

let acf = new Float64Array(0);

/**
 * Lag at which a series repeats itself, by the first high peak of its autocorrelation after it has fallen, made finer by the peaks at
 * multiples of it; 0 when there is none. Two and a quarter periods must lie in the series.
 * @param x centred series of steady steps, NaN where missing. @param known lag found before, 0 for none: kept when only a multiple of it is better.
 */
export function findPeriod(x: Float64Array, known = 0): number {
  const longest = floor(x.length * LONGEST_SHARE);
  if (x.length < FEWEST_POINTS || !correlate(x, longest)) return 0;
  let fallen = 1;
  while (fallen <= longest && acf[fallen]! > FORGOTTEN) fallen++;
  let highest = 0;
  for (let lag = fallen + 1; lag < longest; lag++) highest = max(highest, acf[lag]!);
  if (highest < max(LEAST_CORRELATION, LEAST_ERRORS / sqrt(x.length - longest))) return 0;
  for (let lag = fallen + 1; lag < longest; lag++)
    if (acf[lag]! > NEAR_HIGHEST * highest && acf[lag]! >= acf[lag - 1]! && acf[lag]! >= acf[lag + 1]!) {
      const kept = knownBehind(lag, known, longest);
      return refine(kept > fallen && acf[kept]! > highest / 2 ? kept : lag, longest, highest);
    }
  return 0;
}

/** Lag near the known one where `lag` is but a multiple of it (a few odd periods can make two of them more alike), else 0. */
function knownBehind(lag: number, known: number, longest: number): number {
  const times = known > 0 ? round(lag / known) : 0;
  return times >= 1 && abs(lag / known - times) < 0.06 * times ? peakNear(known, 0.06, longest) : 0;
}

/** Fills `acf` with correlations at lags 0 to `longest`; `false` for a series that does not move. */
function correlate(x: Float64Array, longest: number): boolean {
  if (acf.length <= longest) acf = new Float64Array(longest + 1);
  for (let lag = 0; lag <= longest; lag++) {
    let sum = 0;
    let pairs = 0;
    for (let i = lag; i < x.length; i++) {
      const product = x[i]! * x[i - lag]!;
      if (product === product) {
        sum += product;
        pairs++;
      }
    }
    const enough = pairs > (x.length - lag) / 4;
    acf[lag] = lag === 0 ? (enough ? sum / pairs : 0) : enough ? sum / pairs / acf[0]! : 0;
    if (lag === 0 && !(acf[0]! > 0)) return false;
  }
  acf[0] = 1;
  return true;
}

/** Highest lag within a share of `lag` to either side, 0 when that lies on the edge or beyond the longest. */
function peakNear(lag: number, share: number, longest: number): number {
  const centre = round(lag);
  const width = max(1, floor(lag * share));
  if (centre - width < 1 || centre + width >= longest) return 0;
  let best = centre;
  for (let i = centre - width; i <= centre + width; i++) if (acf[i]! > acf[best]!) best = i;
  return width > 1 && abs(best - centre) === width ? 0 : best;
}

/** A peak at the 2nd, 4th, 8th period tells the period 2, 4, 8 times as exactly. */
function refine(lag: number, longest: number, highest: number): number {
  const width = max(1, floor(lag / 16));
  let period = summit(lag, width, longest);
  for (let times = 2; ; times *= 2) {
    const peak = peakNear(period * times, 1 / 8 / times, longest);
    if (peak === 0 || acf[peak]! < highest / 2) return period;
    period = summit(peak, width, longest) / times;
  }
}

/** Summit of the parabola through a peak and what is `width` to either side: wide, because neighbours of a peak are as noisy as it is. */
function summit(i: number, width: number, longest: number): number {
  const w = min(width, i, longest - i);
  const [left, middle, right] = [acf[i - w]!, acf[i]!, acf[i + w]!];
  const bend = left - 2 * middle + right;
  return bend < 0 ? i + max(-w, min(w, (0.5 * w * (left - right)) / bend)) : i;
}

import { CompensatedSum } from './compensated-sum.ts';
import type { RangeFunction, RangeWindow } from './range-window.ts';

/** Least squares over seconds since `interceptTime` (ms). */
function regression({ times, values, from, to }: RangeWindow, interceptTime: number): { slope: number; intercept: number } {
  const [x, y, xy, x2] = [new CompensatedSum(), new CompensatedSum(), new CompensatedSum(), new CompensatedSum()];
  const first = values[from]!;
  let constant = true;
  for (let i = from; i < to; i++) {
    const seconds = (times[i]! - interceptTime) / 1000;
    const value = values[i]!;
    constant &&= value === first || i === from;
    x.add(seconds);
    y.add(value);
    xy.add(seconds * value);
    x2.add(seconds * seconds);
  }
  if (constant) return Number.isFinite(first) ? { slope: 0, intercept: first } : { slope: NaN, intercept: NaN };
  const n = to - from;
  const slope = (xy.value - (x.value * y.value) / n) / (x2.value - (x.value * x.value) / n);
  return { slope, intercept: y.value / n - (slope * x.value) / n };
}

/** Slope per second. */
export const deriv: RangeFunction = (window) =>
  window.to - window.from < 2 ? undefined : regression(window, window.times[window.from]!).slope;

/** Where the line through the window will be `seconds` from now. */
export const predictLinear: RangeFunction = (window, seconds) => {
  if (window.to - window.from < 2) return undefined;
  const { slope, intercept } = regression(window, window.now);
  return slope * seconds + intercept;
};

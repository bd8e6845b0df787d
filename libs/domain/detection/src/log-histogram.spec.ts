import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOG_HISTOGRAM_BYTES, LogHistogram } from './log-histogram.ts';

const magnitudes = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 20, maxLength: 200 });

describe('LogHistogram', () => {
  it('knows any tail to within a bin, a quarter octave, when all fits its width', () => {
    const narrow = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(narrow, fc.double({ min: 0.05, max: 0.5, noNaN: true }), (values, tail) => {
        const histogram = new LogHistogram();
        for (const v of values) histogram.add(v, 1);
        const sorted = values.toSorted((a, b) => b - a);
        const exact = sorted[Math.min(values.length - 1, Math.ceil(tail * values.length) - 1)]!;
        const got = histogram.exceededBy(tail);
        expect(got).toBeLessThanOrEqual(exact * 2 ** 0.26);
        expect(got).toBeGreaterThanOrEqual(exact / 2 ** 0.26);
      }),
    );
  });

  it('never says less of a rare tail than of a common one', () => {
    fc.assert(
      fc.property(magnitudes, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (values, a, b) => {
        const histogram = new LogHistogram();
        for (const v of values) histogram.add(v, 0.99);
        expect(histogram.exceededBy(Math.min(a, b))).toBeGreaterThanOrEqual(histogram.exceededBy(Math.max(a, b)));
      }),
    );
  });

  it('is the same after being written and read', () => {
    fc.assert(
      fc.property(magnitudes, magnitudes, (before, after) => {
        const [one, two] = [new LogHistogram(), new LogHistogram()];
        for (const v of before) one.add(v, 0.999);
        const bytes = new DataView(new ArrayBuffer(LOG_HISTOGRAM_BYTES));
        expect(two.read(bytes, 0 * one.write(bytes, 0))).toBeLessThanOrEqual(LOG_HISTOGRAM_BYTES);
        for (const v of after) for (const h of [one, two]) h.add(v, 0.999);
        expect(two).toEqual(one);
      }),
    );
  });

  it('forgets: a size that was common once is rare after enough others', () => {
    const histogram = new LogHistogram();
    for (let i = 0; i < 100; i++) histogram.add(1000, 0.99);
    for (let i = 0; i < 1000; i++) histogram.add(1, 0.99);
    expect(histogram.exceededBy(0.01)).toBeLessThan(2);
    expect(histogram.size).toBeCloseTo(100, 0);
  });

  it('nothing, zeros and extremes are fine', () => {
    const histogram = new LogHistogram();
    expect(histogram.exceededBy(0.1)).toBe(0);
    for (const v of [0, 0, Number.MIN_VALUE, Number.MAX_VALUE]) histogram.add(v, 0.9);
    expect(Number.isFinite(histogram.exceededBy(0.01))).toBe(true);
  });
});

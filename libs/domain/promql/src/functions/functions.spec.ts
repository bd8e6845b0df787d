import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketQuantile } from './bucket-quantile.ts';
import { increase, rate } from './extrapolated-rate.ts';
import { meanOf, sumOf, varianceOf } from './moments.ts';
import { quantileOf } from './quantile.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
const close = (a: number, b: number, scale = 1): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b), scale);

describe('range functions', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 0, max: 1_000 })), {
    minLength: 2,
    maxLength: 40,
  });

  it('find the rate of a steady counter wherever the window lies, and never lose what a reset hides', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 14_999 }), (slope, phase) => {
        const times = Float64Array.from({ length: 21 }, (_, i) => i * 15_000 + phase);
        const counter = times.map((time) => 1e6 + (time / 1000) * slope);
        const window = { times, values: counter, from: 0, to: 21, rangeStart: 0, rangeEnd: 315_000, now: 315_000 };
        expect(close(rate(window, NaN)!, slope)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 39 }), (made, at) => {
        const times = Float64Array.from(made.keys(), (i) => made.slice(0, i + 1).reduce((sum, [ms]) => sum + ms, 0));
        const steady = Float64Array.from(made.keys(), (i) => made.slice(0, i + 1).reduce((sum, [, by]) => sum + by, 1_000_000));
        const reset = steady.map((value, i) => (i >= at ? value - steady[Math.min(at, made.length) - 1]! : value));
        const window = { times, from: 0, to: times.length, rangeStart: times[0]!, rangeEnd: times.at(-1)!, now: 0 };
        expect(close(increase({ ...window, values: reset }, NaN)!, increase({ ...window, values: steady }, NaN)!, 1e6)).toBe(true);
      }),
    );
  });

  it('have no value for one sample', () => {
    const one = { times: Float64Array.of(1), values: Float64Array.of(1), from: 0, to: 1, rangeStart: 0, rangeEnd: 2, now: 2 };
    expect(rate(one, NaN)).toBeUndefined();
  });
});

describe('statistics', () => {
  it('agree with their definitions', () => {
    fc.assert(
      fc.property(values, (list) => {
        const all = Float64Array.from(list);
        const mean = list.reduce((a, b) => a + b, 0) / list.length;
        expect(close(sumOf(all, 0, list.length), mean * list.length, 1e6)).toBe(true);
        expect(close(meanOf(all, 0, list.length), mean, 1e6)).toBe(true);
        const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
        expect(close(varianceOf(all, 0, list.length), variance, 1e12)).toBe(true);
      }),
    );
  });

  it('keep what plain addition loses', () => expect(sumOf(Float64Array.of(1, 1e100, 1, -1e100), 0, 4)).toBe(2));

  it('quantiles rise with φ from the least to the greatest value', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (list, a, b) => {
        const all = Float64Array.from(list);
        // sorting does not tell -0 from 0, so neither does this: + 0 makes both 0
        expect(quantileOf(0, all) + 0).toBe(Math.min(...list) + 0);
        expect(quantileOf(1, all) + 0).toBe(Math.max(...list) + 0);
        expect(quantileOf(Math.min(a, b), all)).toBeLessThanOrEqual(quantileOf(Math.max(a, b), all) + 1e-6);
      }),
    );
  });
});

describe('the quantile of buckets', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 12 });
  it('lies within the bucket that holds its rank', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 1, noNaN: true }), (perBucket, phi) => {
        fc.pre(perBucket.some((count) => count > 0));
        let total = 0;
        const buckets = perBucket.map((count, i) => ({
          upperBound: i === perBucket.length - 1 ? Infinity : i + 1,
          count: (total += count),
        }));
        const found = bucketQuantile(phi, buckets);
        const index = buckets.findIndex(({ count }) => count >= phi * total);
        const highest = perBucket.length - 1;
        expect(found).toBeGreaterThanOrEqual(Math.min(index, highest) - 1e-9);
        expect(found).toBeLessThanOrEqual(Math.min(index + 1, highest) + 1e-9);
      }),
    );
  });

  it('does not depend on the order of buckets and is NaN without +Inf or observations', () => {
    const buckets = [
      { upperBound: 1, count: 5 },
      { upperBound: Infinity, count: 10 },
      { upperBound: 2, count: 8 },
    ];
    expect(bucketQuantile(0.5, buckets)).toBe(bucketQuantile(0.5, buckets.toReversed()));
    expect(
      bucketQuantile(
        0.5,
        buckets.filter(({ upperBound }) => upperBound < 5),
      ),
    ).toBeNaN();
    expect(
      bucketQuantile(
        0.5,
        buckets.map((bucket) => ({ ...bucket, count: 0 })),
      ),
    ).toBeNaN();
  });
});

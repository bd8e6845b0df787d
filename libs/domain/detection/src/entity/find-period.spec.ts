import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noise } from '../testing/noise.ts';
import { findPeriod } from './find-period.ts';

const wave = (count: number, period: number, spread: number, seed = 1): Float64Array =>
  Float64Array.from(noise(count, 0, spread, seed), (x, i) => x + Math.sin((2 * Math.PI * i) / period));

describe('findPeriod', () => {
  it('finds the period of a noisy wave to two hundredths of itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 12, max: 120, noNaN: true }), fc.integer({ min: 1, max: 1e6 }), (period, seed) => {
        expect(Math.abs(findPeriod(wave(512, period, 0.3, seed)) / period - 1)).toBeLessThan(0.02);
      }),
    );
  });

  it('finds it although a third of the points is missing', () => {
    const holed = wave(512, 60, 0.3).map((x, i) => (i % 3 ? x : NaN));
    expect(findPeriod(holed)).toBeCloseTo(60, 0);
  });

  it('finds none in noise, in a constant, in nothing, in too few points, and in less than two periods', () => {
    for (let seed = 1; seed <= 50; seed++) expect(findPeriod(Float64Array.from(noise(512, 0, 1, seed)))).toBe(0);
    expect(findPeriod(new Float64Array(512))).toBe(0);
    expect(findPeriod(new Float64Array(512).fill(NaN))).toBe(0);
    expect(findPeriod(wave(31, 5, 0))).toBe(0);
    expect(findPeriod(wave(100, 60, 0.1))).toBe(0);
  });

  it('keeps the known period where odd ones make two of them more alike', () => {
    const odd = wave(512, 40, 0.1).map((x, i) => x + (Math.floor(i / 40) % 2 ? 0.9 : -0.9));
    expect(findPeriod(odd)).toBeCloseTo(80, 0);
    const lightly = wave(512, 40, 0.1).map((x, i) => x + (Math.floor(i / 40) % 2 ? 0.4 : -0.4));
    expect(findPeriod(lightly, 40)).toBeCloseTo(40, 0);
  });
});

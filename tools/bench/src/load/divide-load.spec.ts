import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divideLoad } from './divide-load.ts';

const divided = (series: number, rounds = 40) => divideLoad({ series, samplesPerRequest: 2_000, rounds });

describe('divideLoad', () => {
  it('makes requests of one size for few and for many series', () => {
    for (const series of [2_000, 20_000, 200_000]) expect(divided(series)).toEqual({ seriesPerRequest: 2_000, samplesPerSeries: 1 });
    expect(divided(250)).toEqual({ seriesPerRequest: 250, samplesPerSeries: 8 });
  });
  it('sends no more samples of a series than there are', () => expect(divided(250, 1).samplesPerSeries).toBe(1));
  it('is never off by more than a half, where rounds allow it', () => {
    const counts = { series: fc.integer({ min: 1, max: 500_000 }) };
    fc.assert(
      fc.property(fc.record(counts), ({ series }) => {
        const { seriesPerRequest, samplesPerSeries } = divideLoad({ series, samplesPerRequest: 500, rounds: 1_000 });
        expect(seriesPerRequest * samplesPerSeries).toBeGreaterThan(250);
        expect(seriesPerRequest * samplesPerSeries).toBeLessThanOrEqual(750);
      }),
    );
  });
});

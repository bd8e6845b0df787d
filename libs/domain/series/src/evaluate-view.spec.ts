import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluateView } from './evaluate-view.ts';
import { mergeSamples } from './merge-samples.ts';
import { staleMarker } from './samples.ts';
import { samplesOf } from './testing/arbitrary-samples.ts';
import { thinPoints } from './thin-points.ts';

const id = '0'.repeat(16);
const rate = { kind: 'rate', series: id } as const;
const ratio = { kind: 'ratio', numerator: id, denominator: id } as const;

describe('evaluateView', () => {
  it('gives values, null for what JSON cannot carry, nothing for staleness', () => {
    const samples = mergeSamples([samplesOf([1, 5], [2, Infinity], [4, NaN]), staleMarker(3)]);
    expect(evaluateView({ kind: 'value', series: id }, samples)).toEqual([
      [1, 5],
      [2, null],
      [4, null],
    ]);
  });

  it('gives the rate per second, through a reset', () => {
    expect(evaluateView(rate, samplesOf([1000, 10], [3000, 20], [4000, 4]))).toEqual([
      [3000, 5],
      [4000, 4],
    ]);
  });

  it('does not bridge a staleness marker', () => {
    const samples = mergeSamples([samplesOf([1000, 10], [3000, 20], [4000, 21]), staleMarker(2000)]);
    expect(evaluateView(rate, samples)).toEqual([[4000, 1]]);
  });

  it('gives increase per increase where both moved, none where the denominator stood', () => {
    const numerator = samplesOf([1, 0], [2, 3], [3, 3], [4, 9], [5, 1]);
    const denominator = samplesOf([1, 0], [2, 2], [3, 2], [4, 4], [5, 2]);
    expect(evaluateView(ratio, numerator, denominator)).toEqual([
      [2, 1.5],
      [4, 3],
      [5, 0.5],
    ]);
  });

  it('pairs only samples of the same instant', () => {
    expect(evaluateView(ratio, samplesOf([1, 0], [2, 4], [4, 8]), samplesOf([1, 0], [3, 1], [4, 2]))).toEqual([[4, 4]]);
  });
});

describe('thinPoints', () => {
  it('keeps at most what was asked for, in order, with the extreme among it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (values, max) => {
          const points = values.map((value, i): [number, number] => [i, value]);
          const thinned = thinPoints(points, max);
          expect(thinned).toHaveLength(Math.min(max, values.length));
          expect([...thinned].sort((a, b) => a[0] - b[0])).toEqual(thinned);
          const mean = values.reduce((a, b) => a + b) / values.length;
          const farthest = (all: typeof points) => Math.max(...all.map(([, value]) => Math.abs(value - mean)));
          expect(farthest(thinned as typeof points)).toBeCloseTo(farthest(points), 9);
        },
      ),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { averagePrecision } from './average-precision.ts';

describe('average precision', () => {
  it('is what the definition gives', () => {
    expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBeCloseTo(0.8333, 4);
    expect(averagePrecision([3, 2, 1], [true, true, false])).toBe(1);
    expect(averagePrecision([1, 2, 3, 4], [true, false, false, false])).toBe(0.25);
    expect(averagePrecision([1, 2], [false, false])).toBe(0);
  });

  it('is the share of labelled points when all scores are equal, however they are ordered', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1 }), (labels) => {
        const share = labels.filter(Boolean).length / labels.length;
        expect(
          averagePrecision(
            labels.map(() => 7),
            labels,
          ),
        ).toBeCloseTo(share, 12);
      }),
    );
  });
});

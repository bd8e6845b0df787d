import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeSamples } from './merge-samples.ts';
import { arbitrarySamples, plain, samplesOf } from './testing/arbitrary-samples.ts';

describe('mergeSamples', () => {
  it('equals a map filled in reverse order', () => {
    fc.assert(
      fc.property(fc.array(arbitrarySamples, { maxLength: 4 }), (runs) => {
        const expected = new Map([...runs].reverse().flatMap((run) => plain(run)));
        expect(plain(mergeSamples(runs))).toEqual([...expected].sort(([a], [b]) => a - b));
      }),
    );
  });

  it('keeps the first value where two hold one time', () => {
    expect(plain(mergeSamples([samplesOf([1, 1], [2, 2]), samplesOf([2, 9], [3, 3])]))).toEqual(plain(samplesOf([1, 1], [2, 2], [3, 3])));
    expect(plain(mergeSamples([samplesOf([2, 2], [2, 9])]))).toEqual(plain(samplesOf([2, 2])));
  });
});

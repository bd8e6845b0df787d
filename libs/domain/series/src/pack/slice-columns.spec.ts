import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sliceColumns } from './slice-columns.ts';

const counts = fc.array(fc.nat({ max: 9 }), { maxLength: 20 });

describe('slices of columns', () => {
  it('hold every series once, in order and whole, and no more samples than asked for beside those of the last', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 30 }), (lengths, samples) => {
        const starts = Uint32Array.from({ length: lengths.length + 1 }, (_, i) =>
          lengths.slice(0, i).reduce((sum, length) => sum + length, 0),
        );
        const ids = Uint32Array.from({ length: 2 * lengths.length }, (_, i) => i);
        const times = Float64Array.from({ length: starts.at(-1)! }, (_, i) => i);
        const slices = [...sliceColumns({ ids, starts, times, values: times }, samples)];
        expect(slices.flatMap((slice) => [...slice.ids])).toEqual([...ids]);
        const held = slices.flatMap((slice) =>
          Array.from({ length: slice.starts.length - 1 }, (_, i) => [...slice.times.subarray(slice.starts[i], slice.starts[i + 1])]),
        );
        expect(held).toEqual(lengths.map((_, i) => [...times.subarray(starts[i], starts[i + 1])]));
        for (const slice of slices) expect(slice.starts.at(-2)! - slice.starts[0]!).toBeLessThan(samples);
      }),
    );
  });
});

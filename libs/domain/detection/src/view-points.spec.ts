import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ViewPoints } from './view-points.ts';

const STALE = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer);
const points = (view: ViewPoints, samples: readonly (readonly [number, number, boolean?])[]) =>
  samples.flatMap(([t, v, d]) => (view.accept(t, v, d) ? [[view.time, view.value]] : []));

describe('ViewPoints', () => {
  it('rates are per second of the later sample; a reset and what is not newer give none', () => {
    const rate = new ViewPoints('rate');
    expect(
      points(rate, [
        [1000, 10],
        [2000, 12],
        [2000, 50],
        [1500, 11],
        [4000, 16],
        [5000, 1],
        [6000, 4],
      ]),
    ).toEqual([
      [2000, 2],
      [4000, 2],
      [6000, 3],
    ]);
  });

  it('NaN and infinities give nothing; a staleness marker ends the interval', () => {
    const rate = new ViewPoints('rate');
    expect(
      points(rate, [
        [1000, 1],
        [2000, NaN],
        [3000, Infinity],
        [4000, 4],
      ]),
    ).toEqual([[4000, 1]]);
    rate.accept(5000, STALE[0]!);
    expect(
      points(rate, [
        [6000, 9],
        [7000, 10],
      ]),
    ).toEqual([[7000, 1]]);
  });

  it('means need both counters at the same time, and something counted', () => {
    const mean = new ViewPoints('ratio');
    const at = (t: number, sum: number, count: number) =>
      [
        [t, sum],
        [t, count, true],
      ] as [number, number, boolean?][];
    expect(
      points(mean, [
        ...at(1000, 1, 10),
        ...at(2000, 2, 20),
        ...at(3000, 2, 20),
        ...at(4000, 5, 23),
        ...at(5000, 0.1, 1),
        ...at(6000, 0.3, 2),
      ]),
    ).toEqual([
      [2000, 0.1],
      [4000, 1],
      [6000, expect.closeTo(0.2, 9)],
    ]);
  });

  it('means do not depend on how the two counters interleave, nor on being written and read in between', () => {
    const row = fc.record({ sum: fc.nat(100), count: fc.nat(10), skipSum: fc.boolean(), skipCount: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.infiniteStream(fc.boolean()), (rows, denominatorFirst) => {
        let [sum, count] = [0, 0];
        const sums: [number, number, boolean][] = [];
        const counts: [number, number, boolean][] = [];
        rows.forEach((r, i) => {
          sum += r.sum;
          count += r.count;
          if (!r.skipSum) sums.push([i * 1000, sum, false]);
          if (!r.skipCount) counts.push([i * 1000, count, true]);
        });
        const expected = points(
          new ViewPoints('ratio'),
          [...sums, ...counts].toSorted((a, b) => a[0] - b[0]),
        );
        const mixed: [number, number, boolean][] = [];
        const [s, c] = [[...sums], [...counts]];
        while (s.length + c.length > 0)
          mixed.push((denominatorFirst.next().value && c.length > 0) || s.length === 0 ? c.shift()! : s.shift()!);
        let view = new ViewPoints('ratio');
        const got = mixed.flatMap((sample) => {
          const copy = new ViewPoints('ratio');
          copy.restore(view.serialise());
          view = copy;
          return points(view, [sample]);
        });
        expect(got).toEqual(expected);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInside, judge } from './judge.ts';

const band = { yhat: 10, yhat_lower: 8, yhat_upper: 12 };
const check = (side: 'above' | 'below') => ({
  anomalyId: 'a',
  metric: 'm',
  view: { kind: 'value', series: '0123456789abcdef' } as const,
  side,
  band,
  seen: 0,
  inside: 0,
});
const finished = new Date(1000);
const bounds = { until: new Date(100_000), consecutive: 5 };

describe('isInside', () => {
  it.each([
    ['above', 12, true],
    ['above', 12.01, false],
    ['above', 4, true],
    ['above', 3.99, false],
    ['below', 8, true],
    ['below', 7.99, false],
    ['below', 16, true],
    ['below', 16.01, false],
    ['above', null, false],
    ['above', Number.NaN, false],
  ] as const)('%s the band: %p is inside: %p', (side, value, inside) => {
    expect(isInside({ side, band }, value)).toBe(inside);
  });
});

describe('judge', () => {
  it('does not count the moment of the action itself, nor anything after the deadline', () => {
    const at = (time: number): [number, number] => [time, 10];
    expect(judge(check('above'), [1000, 1001, 1002, 1003, 1004].map(at), finished, bounds)).toMatchObject({
      satisfied: false,
      check: { seen: 4, inside: 4 },
    });
    expect(judge(check('above'), [100_001, 100_002, 100_003, 100_004, 100_005].map(at), finished, bounds).check.seen).toBe(0);
  });

  it('a gap without a value breaks the row', () => {
    const values = [10, 10, null, 10, 10, 10];
    const judged = judge(
      check('above'),
      values.map((v, i) => [2000 + i, v]),
      finished,
      bounds,
    );
    expect(judged).toMatchObject({ satisfied: false, check: { seen: 6, inside: 3 } });
  });

  it('sees each time once, in any order, and is satisfied only by the latest five', () => {
    const point = fc.tuple(fc.integer({ min: 900, max: 1100 }), fc.constantFrom(10, 99, null));
    fc.assert(
      fc.property(fc.uniqueArray(point, { selector: ([t]) => t }), fc.infiniteStream(fc.nat()), (points, order) => {
        const expected = judge(check('above'), points, finished, bounds);
        const shuffled = [...points, ...points].map((p) => [order.next().value ?? 0, p] as const).sort(([a], [b]) => a - b);
        expect(
          judge(
            check('above'),
            shuffled.map(([, p]) => p),
            finished,
            bounds,
          ),
        ).toEqual(expected);
        const latest = points
          .filter(([t]) => t > 1000)
          .sort(([a], [b]) => b - a)
          .slice(0, 5);
        expect(expected.satisfied).toBe(latest.length === 5 && latest.every(([, v]) => v === 10));
      }),
    );
  });
});

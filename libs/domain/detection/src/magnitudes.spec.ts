import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addMagnitude, exceededBy, MAGNITUDE_BINS, MAGNITUDE_FLOATS, magnitudesKnown } from './magnitudes.ts';

const magnitudes = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 20, maxLength: 200 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Between other numbers, as it lies in a state. */
function history(values: readonly number[], decay: number) {
  const words = new Uint16Array(MAGNITUDE_BINS + 2).fill(7, 0, 1).fill(7, MAGNITUDE_BINS + 1);
  const floats = new Float32Array(MAGNITUDE_FLOATS + 2).fill(7, 0, 1).fill(7, MAGNITUDE_FLOATS + 1);
  const add = (value: number): void => addMagnitude(words, 1, floats, 1, value, decay);
  values.forEach(add);
  const neighbours = (): number[] => [words[0]!, words.at(-1)!, floats[0]!, floats.at(-1)!];
  return { add, neighbours, exceeded: (tail: number) => exceededBy(words, 1, floats, 1, tail), size: () => magnitudesKnown(floats, 1) };
}

describe('magnitudes', () => {
  it('know any tail to within a bin, a quarter octave, when all fits their width', () => {
    const narrow = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(narrow, fc.double({ min: 0.05, max: 0.5, noNaN: true }), (values, tail) => {
        const sorted = values.toSorted((a, b) => b - a);
        const exact = sorted[Math.min(values.length - 1, Math.ceil(tail * values.length) - 1)]!;
        const got = history(values, 1).exceeded(tail);
        expect(got).toBeLessThanOrEqual(exact * 2 ** 0.26);
        expect(got).toBeGreaterThanOrEqual(exact / 2 ** 0.26);
      }),
    );
  });

  it('never say less of a rare tail than of a common one, and touch nothing beside them', () => {
    fc.assert(
      fc.property(magnitudes, share, share, (values, a, b) => {
        const known = history(values, 0.99);
        expect(known.exceeded(Math.min(a, b))).toBeGreaterThanOrEqual(known.exceeded(Math.max(a, b)));
        expect(known.neighbours()).toEqual([7, 7, 7, 7]);
      }),
    );
  });

  it('forget: a size that was common once is rare after enough others, however many there were', () => {
    const known = history([...new Array<number>(100).fill(1000), ...new Array<number>(1000).fill(1)], 0.99);
    expect(known.exceeded(0.01)).toBeLessThan(2);
    expect(known.size()).toBeCloseTo(100, -1);
    for (let i = 0; i < 200_000; i++) known.add(i % 100 === 0 ? 1000 : 1);
    expect(known.exceeded(0.02)).toBeLessThan(2);
    expect(known.exceeded(0.005)).toBeGreaterThan(800);
  });

  it('are fine with nothing, zeros and extremes', () => {
    expect(history([], 0.9).exceeded(0.1)).toBe(0);
    expect(history([0, 0, 0], 0.9).exceeded(0.1)).toBe(0);
    expect(Number.isFinite(history([0, 0, Number.MIN_VALUE, Number.MAX_VALUE], 0.9).exceeded(0.01))).toBe(true);
  });
});

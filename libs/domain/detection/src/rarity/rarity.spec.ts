import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DetectorState } from '../detector-state.ts';
import { noise } from '../testing/noise.ts';
import { observeRarity } from './rarity.ts';

const START = Date.UTC(2026, 0, 5);
const STEP = 300_000;

const run = (values: readonly number[], state = new DetectorState(), from = START, step = STEP): number[] =>
  values.map((value, i) => observeRarity(state, from + i * step, value));
const finite = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
);
/** Days of five minutes with a job of half an hour at six. */
const days = (count: number, seed = 1): number[] =>
  noise(count * 288, 20, 2, seed).map((v, i) => v + 10 * Math.sin((i / 288) * 2 * Math.PI) + (i % 288 >= 72 && i % 288 < 78 ? 60 : 0));

describe('invariants', () => {
  it('scores of a prefix do not change when more rows follow', () => {
    fc.assert(
      fc.property(fc.array(finite, { maxLength: 200 }), fc.array(finite, { maxLength: 50 }), (rows, more) => {
        expect(run([...rows, ...more]).slice(0, rows.length)).toEqual(run(rows));
      }),
    );
  });

  it('goes on after being written and read at any point as if nothing had happened', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 300 }), fc.nat(300), (rows, cut) => {
        const at = Math.min(cut, rows.length);
        const state = new DetectorState();
        const before = run(rows.slice(0, at), state);
        const after = run(rows.slice(at), DetectorState.restore(state.serialise()), START + at * STEP);
        expect([...before, ...after]).toEqual(run(rows));
      }),
    );
  });

  it('is finite and never negative, whatever the values and the gaps between them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 1e9 }), finite), { maxLength: 300 }), (rows) => {
        const state = new DetectorState();
        let time = START;
        for (const [gap, value] of rows) {
          const score = observeRarity(state, (time += gap), value);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(score)).toBe(true);
        }
      }),
    );
  });

  it('a constant is never news', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 60, max: 500 }), (value, count) => {
        expect(Math.max(...run(new Array<number>(count).fill(value)))).toBe(0);
      }),
    );
  });

  it('does not depend on the unit of the values', () => {
    const values = [...days(4), ...noise(20, 300, 5)];
    const scores = run(values);
    run(values.map((v) => v * 1024)).forEach((score, i) => expect(score).toBeCloseTo(scores[i]!, 3));
  });

  it.each([
    ['a millionfold', (v: number) => v * 1e6],
    ['upside down', (v: number) => -v],
    ['around another level', (v: number) => v + 1e4],
    ['as a share', (v: number) => 1 - v / 1000],
  ])('tells the same of a series that is written %s', (_, written) => {
    const values = [...days(6), ...noise(20, 300, 5)];
    const scores = run(values);
    const others = run(values.map(written));
    const off = scores.filter((score, i) => Math.abs(score - others[i]!) > 0.2 * Math.max(1, score));
    expect(off.length).toBeLessThan(0.01 * scores.length);
    expect(Math.max(...others) / Math.max(...scores)).toBeCloseTo(1, 0);
  });
});

describe('news', () => {
  it('is a level, a spike and a quiet that were never there, within an hour', () => {
    const usual = days(7);
    for (const odd of [noise(12, 90, 2), [500, ...noise(11, 20, 2)], noise(12, 3, 0.01)]) {
      const scores = run([...usual, ...odd]);
      expect(Math.max(...scores.slice(usual.length))).toBeGreaterThan(1);
    }
  });

  it('is only the beginning of what lasts', () => {
    const scores = run([...days(7), ...noise(100, 200, 2)]).slice(7 * 288);
    expect(scores.findIndex((s) => s > 1)).toBeLessThan(12);
    expect(scores.filter((s) => s > 1).length).toBeLessThan(10);
  });

  it('is not on most days the job that comes every day at six', () => {
    const told = [1, 2, 3, 4].flatMap((seed) => {
      const scores = run(days(21, seed));
      const mornings = Array.from({ length: 14 }, (_, day) => (7 + day) * 288);
      return mornings.filter((from) => scores.slice(from, from + 288).some((s) => s > 1));
    });
    expect(told.length).toBeLessThan(0.7 * 4 * 14);
  });

  it('is nothing before 50 points', () => {
    expect(Math.max(...run([...noise(45, 10, 1), 1e6, 1e6, 1e6, 1e6, 1e6]))).toBe(0);
  });
});

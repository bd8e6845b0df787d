import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noise } from '../testing/noise.ts';
import { E, EntityState } from './entity-state.ts';
import { observeEntity } from './observe-entity.ts';

const START = 1_700_000_000_000;
const MINUTE = 60_000;

interface Seen {
  readonly score: number;
  readonly contributions: number[];
}

const run = (rows: readonly (readonly number[])[], state = new EntityState(rows[0]?.length ?? 1), from = START): Seen[] =>
  rows.map((row, i) => {
    const { score, contributions } = observeEntity(state, from + i * MINUTE, row);
    return { score, contributions: [...contributions] };
  });

/** Three signals that follow one load, and one of its own. */
function server(count: number, load: (i: number) => number = () => 0, seed = 1): number[][] {
  const [a, b, c, d] = [1, 2, 3, 4].map((k) => noise(count, 0, 1, seed * 10 + k));
  const common = noise(count, 0, 1.5, seed * 10);
  return Array.from({ length: count }, (_, i) => {
    const busy = common[i]! + load(i);
    return [100 + 10 * busy + a![i]!, 5 - busy + 0.1 * b![i]!, 1e9 + 1e6 * busy + 1e5 * c![i]!, 40 + d![i]!];
  });
}

const daily = (i: number): number => 20 * Math.sin((2 * Math.PI * i) / 200) + 8 * Math.sin((6 * Math.PI * i) / 200);

const anyValue = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  fc.double(),
  fc.constantFrom(0, 1, NaN, Infinity, -Infinity, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
);
const anyRows = (min: number, max: number) =>
  fc.array(fc.tuple(anyValue, anyValue, anyValue, fc.constant(7)), { minLength: min, maxLength: max });

describe('invariants', () => {
  it('scores of a prefix do not change when more rows follow', () => {
    fc.assert(
      fc.property(anyRows(1, 150), anyRows(0, 50), (rows, more) => {
        expect(run([...rows, ...more]).slice(0, rows.length)).toEqual(run(rows));
      }),
    );
  });

  it('goes on after being written and read at any point as if nothing had happened', () => {
    const steady = server(1_300, daily);
    fc.assert(
      fc.property(fc.nat(1_300), fc.boolean(), (cut, gappy) => {
        const rows = gappy ? steady.map((row, i) => row.map((x, k) => ((i + k) % 13 ? x : NaN))) : steady;
        const state = new EntityState(4);
        const before = run(rows.slice(0, cut), state);
        const restored = EntityState.restore(state.serialise())!;
        expect([...before, ...run(rows.slice(cut), restored, START + cut * MINUTE)]).toEqual(run(rows));
      }),
      { numRuns: 10 },
    );
  });

  it('never throws, and has finite scores that the contributions add up to, whatever times and values do', () => {
    const anyTime = fc.oneof(fc.integer({ min: START, max: START + 1e9 }).map(Number), fc.double());
    fc.assert(
      fc.property(fc.array(fc.tuple(anyTime, fc.array(anyValue, { maxLength: 5 })), { maxLength: 200 }), (rows) => {
        const state = new EntityState(4);
        for (const [time, values] of rows) {
          const { score, contributions } = observeEntity(state, time, values);
          expect(Number.isFinite(score)).toBe(true);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(contributions.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 6);
        }
      }),
    );
  });

  it('columns in another order have the same scores, and their contributions in that order', () => {
    const rows = server(900, daily);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        const straight = run(rows);
        run(rows.map((row) => order.map((k) => row[k]!))).forEach(({ score, contributions }, i) => {
          expect(score).toBeCloseTo(straight[i]!.score, 4);
          order.forEach((k, at) => expect(contributions[at]).toBeCloseTo(straight[i]!.contributions[k]!, 4));
        });
      }),
      { numRuns: 8 },
    );
  });

  it('constants are silent', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 }), (row) => {
        for (const { score } of run(Array.from({ length: 200 }, () => row))) expect(score).toBe(0);
      }),
    );
  });

  it('rows that are not newer, and times that are none, are passed over', () => {
    const state = new EntityState(4);
    run(server(300), state);
    const before = state.serialise();
    for (const time of [START, START + 299 * MINUTE, NaN, Infinity]) expect(observeEntity(state, time, [0, 0, 0, 0]).score).toBe(0);
    state.contributions.set(EntityState.restore(before)!.contributions);
    expect(state.serialise()).toEqual(before);
  });

  it('forgets on bytes of another version or size', () => {
    const bytes = new EntityState(3).serialise();
    expect(EntityState.restore(bytes.slice(0, 100))).toBeUndefined();
    expect(EntityState.restore(new Uint8Array())).toBeUndefined();
    expect(EntityState.restore(bytes.with(0, 99))).toBeUndefined();
  });
});

describe('an entity', () => {
  const highest = (seen: readonly Seen[]): number => Math.max(...seen.map((s) => s.score));

  it('is quiet as long as it goes on as before', () => {
    expect(highest(run(server(4_000, daily)).slice(1_000))).toBeLessThan(1);
  });

  it('of which one signal leaves the others is anomalous, and that signal carries the score', () => {
    const rows = server(3_000);
    // well within what the signal has shown, but not together with the others
    for (let i = 2_900; i < 2_920; i++) rows[i]![1] = 5 - (100 - rows[i]![0]!) / 10;
    const { score, contributions } = run(rows)[2_912]!;
    expect(score).toBeGreaterThan(1);
    expect(contributions.indexOf(Math.max(...contributions))).toBe(1);
    expect(contributions[3]).toBeLessThan(score / 10);
  });

  it('that stops following its season is anomalous for as long as it does', () => {
    const rows = server(3_000, (i) => (i > 2_840 && i < 2_870 ? 0 : daily(i)));
    const seen = run(rows);
    expect(seen.slice(2_845, 2_870).filter(({ score }) => score > 1).length).toBeGreaterThan(10);
    expect(highest(seen.slice(1_000, 2_840))).toBeLessThan(1);
  });

  it('has its day found in rows a minute apart, and no cycle in the noise before', () => {
    const rows = server(5_000, (i) => 5 * Math.sin((2 * Math.PI * i) / 1_440));
    const state = new EntityState(4);
    run(rows.slice(0, 2_000), state);
    expect(state.fields[E.period]).toBe(0);
    run(rows.slice(2_000), state, START + 2_000 * MINUTE);
    expect(Math.abs(state.fields[E.period]! / (1_440 * MINUTE) - 1)).toBeLessThan(0.01);
  });

  it('whose numbers are missing, one, many or all of them, is not anomalous for that', () => {
    const rows = server(3_000, daily).map((row, i) =>
      row.map((x, k) => ((i > 2_000 && i < 2_100 && k === 0) || (i > 2_300 && i < 2_350 && k < 3) || (i > 2_600 && i < 2_800) ? NaN : x)),
    );
    expect(highest(run(rows).slice(1_000))).toBeLessThan(1);
  });

  it('that falls silent for longer than it is remembered is watched again afterwards', () => {
    const state = new EntityState(4);
    run(server(2_000, daily), state);
    const seen = run(server(2_000, daily, 2), state, START + 4_000 * 86_400_000);
    expect(highest(seen.slice(1_000))).toBeLessThan(1);
  });
});

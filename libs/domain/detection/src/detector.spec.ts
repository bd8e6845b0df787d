import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { observe, type Observation } from './detector.ts';
import { DetectorState } from './detector-state.ts';
import { GENERIC, profileOf } from './signal-profile.ts';
import { noise } from './testing/noise.ts';

const START = 1_700_000_000_000;
const CPU = profileOf('process_cpu_seconds_total', {}, 'rate');
const MEMORY = profileOf('process_resident_memory_bytes', {}, 'value');

const run = (values: readonly number[], stepMs = 1000, profile = GENERIC, state = new DetectorState(), from = START): Observation[] =>
  values.map((value, i) => kept(observe(state, from + i * stepMs, value, profile)));
/** An observation is valid until the next one. */
const kept = ({ score, rarity, reason, transition, unusual, band: { yhat, yhat_lower, yhat_upper } }: Observation): Observation => ({
  ...{ score, rarity, reason, transition, unusual },
  band: { yhat, yhat_lower, yhat_upper },
});
const transitions = (seen: readonly Observation[]) => seen.flatMap((o) => (o.transition ? [o.transition] : []));

const anyValue = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
  fc.double(),
  fc.constantFrom(0, 1, NaN, Infinity, -Infinity, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
);

describe('invariants', () => {
  it('scores of a prefix do not change when more rows follow', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 150 }), fc.array(anyValue, { maxLength: 50 }), (rows, more) => {
        expect(run([...rows, ...more]).slice(0, rows.length)).toEqual(run(rows));
      }),
    );
  });

  it('goes on after being written and read at any point as if nothing had happened', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 200 }), fc.nat(200), (rows, cut) => {
        const at = Math.min(cut, rows.length);
        const state = new DetectorState();
        const before = run(rows.slice(0, at), 1000, GENERIC, state);
        const restored = DetectorState.restore(state.serialise())!;
        const after = run(rows.slice(at), 1000, GENERIC, restored, START + at * 1000);
        expect([...before, ...after]).toEqual(run(rows));
      }),
    );
  });

  it('goes on likewise after weeks, when counts were halved and shapes moved', () => {
    const weeks = [...noise(6_000, 10, 1), ...noise(6_000, 500, 0.1), ...noise(1_000, 1e6, 3), ...noise(2_000, -4, 1e-3)];
    const expected = run(weeks, 60_000);
    const got: Observation[] = [];
    let state = new DetectorState();
    for (let at = 0; at < weeks.length; at += 997) {
      state = DetectorState.restore(state.serialise())!;
      got.push(...run(weeks.slice(at, at + 997), 60_000, GENERIC, state, START + at * 60_000));
    }
    expect(got).toEqual(expected);
  });

  it('a point a day never alarms by itself, and is news once or twice a year', () => {
    const seen = [1, 2, 3, 4].flatMap((seed) => run(noise(1_000, 50, 3, seed), 86_400_000));
    expect(transitions(seen)).toEqual([]);
    expect(seen.filter((o) => o.unusual?.type === 'detected').length).toBeLessThan(2 * 4 * 3);
  });

  it('never throws, and always has a finite score and level, whatever time and value do', () => {
    const anyTime = fc.oneof(fc.integer({ min: START, max: START + 1e6 }).map(Number), fc.double());
    fc.assert(
      fc.property(fc.array(fc.tuple(anyTime, anyValue), { maxLength: 200 }), (rows) => {
        const state = new DetectorState();
        for (const [time, value] of rows) {
          const { score, band } = observe(state, time, value, GENERIC);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(score)).toBe(true);
          expect(Number.isNaN(band.yhat)).toBe(false);
        }
      }),
    );
  });

  it('a constant is silent, whatever the constant and however often it comes twice', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 300 }),
        (value, steps) => {
          const state = new DetectorState();
          let time = START;
          for (const step of steps) expect(observe(state, (time += step), value, GENERIC).score).toBe(0);
        },
      ),
    );
  });

  it('numbers that are none, late rows and duplicates never raise a score', () => {
    const state = new DetectorState();
    run(noise(200, 50, 1), 1000, GENERIC, state);
    for (const value of [NaN, Infinity, -Infinity]) expect(observe(state, START + 300_000, value, GENERIC).score).toBe(0);
    expect(observe(state, START + 10_000, 9_999, GENERIC)).toMatchObject({ score: 0, reason: 'not newer' });
    expect(observe(state, START + 199_000, 9_999, GENERIC)).toMatchObject({ score: 0, reason: 'not newer' });
  });
});

describe('a series', () => {
  it('is quiet until it has 50 points over 45 seconds', () => {
    expect(run([...noise(40, 5, 0.1), 500, 500, 500, 500, 500, 500]).every((o) => o.score === 0)).toBe(true);
    expect(run([...noise(49, 5, 0.1)], 100).every((o) => o.score === 0)).toBe(true);
    expect(run([...noise(120, 5, 0.1), 500]).at(-1)!.score).toBeGreaterThan(5);
  });

  it.each([
    [1_000, 6_000],
    [15_000, 30_000],
  ])('that shifts is anomalous soon at a point every %i ms', (stepMs, withinMs) => {
    const seen = transitions(run([...noise(200, 0.02, 0.005), ...noise(30, 0.9, 0.02)], stepMs, CPU));
    expect(seen[0]).toMatchObject({ type: 'detected', kind: 'above', cause: 'left-band', severity: 'high', onset: START + 200 * stepMs });
    expect(seen[0]!.at - seen[0]!.onset).toBeLessThanOrEqual(withinMs);
    expect(seen.some((t) => t.sustained)).toBe(true);
  });

  it('that leaks is anomalous, and gets worse, and is back after a restart with less memory than before', () => {
    const leak = Array.from({ length: 30 }, (_, i) => 80e6 + i * 8e6);
    const seen = transitions(run([...noise(75, 80e6, 1e6), ...leak, ...noise(20, 55e6, 2e6)], 1000, MEMORY));
    expect(seen.map((t) => t.type)).toEqual(expect.arrayContaining(['detected', 'grew', 'cleared']));
    expect(seen[0]!.at - START).toBeLessThan(95_000);
    expect(seen.find((t) => t.type === 'cleared')).toMatchObject({ kind: 'above', cause: 'returned', severity: 'critical' });
    expect(seen.filter((t) => t.kind === 'below' && t.severity !== 'low')).toEqual([]);
  });

  it('that is better than before, as a fresh process is, is soon normal, and guarded all the time', () => {
    const fresh = [...noise(75, 80e6, 1e6), ...noise(70, 40e6, 1e6)];
    const seen = transitions(run([...fresh, ...noise(10, 40e6, 1e6), ...noise(20, 200e6, 1e6)], 1000, MEMORY));
    expect(seen.map((t) => `${t.type} ${t.kind} ${t.cause}`)).toEqual(
      expect.arrayContaining(['detected below left-band', 'cleared below new-normal', 'detected above left-band']),
    );
    const early = transitions(run([...fresh.slice(0, 95), ...noise(20, 200e6, 1e6)], 1000, MEMORY));
    expect(early.filter((t) => t.type === 'detected').map((t) => t.kind)).toEqual(['below', 'above']);
  });

  it('whose values only jump now and then for a point or two is not anomalous', () => {
    const spiky = noise(2_000, 10, 1).map((v, i) => (i % 97 < 2 ? v + 40 : v));
    expect(transitions(run(spiky))).toEqual([]);
  });

  it('holds the band of its onset and learns nothing while it is anomalous', () => {
    const state = new DetectorState();
    const seen = run([...noise(200, 10, 0.5), ...noise(200, 100, 0.5)], 1000, GENERIC, state);
    const bands = seen.slice(201).map((o) => o.band);
    for (const band of bands) expect(band).toEqual(seen[200]!.band);
    expect(transitions(run(noise(10, 10, 0.5), 1000, GENERIC, state, START + 400_000)).at(-1)).toMatchObject({
      type: 'cleared',
      cause: 'returned',
    });
  });

  it('that stays changed is accepted as the new normal after half an hour, and then judged by it', () => {
    const state = new DetectorState();
    const seen = transitions(run([...noise(200, 10, 0.5), ...noise(2_000, 100, 0.5)], 1000, GENERIC, state));
    const cleared = seen.find((t) => t.type === 'cleared')!;
    expect(cleared).toMatchObject({ cause: 'new-normal', at: START + 200_000 + 30 * 60_000 });
    expect(transitions(run(noise(20, 10, 0.5), 1000, GENERIC, state, START + 2_300_000))[0]).toMatchObject({
      type: 'detected',
      kind: 'below',
    });
  });

  it('does not learn from what is outside while its entity is in trouble', () => {
    const [free, held] = [new DetectorState(), new DetectorState()];
    for (const state of [free, held]) run(noise(100, 10, 0.5), 1000, GENERIC, state);
    noise(100, 10.4, 0.1).forEach((v, i) => {
      observe(free, START + (100 + i) * 1000, v, GENERIC);
      observe(held, START + (100 + i) * 1000, v, GENERIC, false);
    });
    const level = (s: DetectorState) => observe(s, START + 200_000, 10, GENERIC).band.yhat;
    expect(level(held)).toBeLessThan(10.1);
    expect(level(free)).toBeGreaterThan(10.3);
  });
});

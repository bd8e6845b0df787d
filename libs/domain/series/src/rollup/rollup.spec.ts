import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bitsOf, isStale, sliceSamples, type Samples } from '../samples.ts';
import { arbitrarySamples, samplesOf } from '../testing/arbitrary-samples.ts';
import { coarsen, fillRollup } from './merge-rollups.ts';
import { COARSE_MS, FINE_MS, type Rollup } from './rollup.ts';
import { rollUp } from './rollup-builder.ts';
import { encodeRollups, RollupPack } from './rollup-pack.ts';

/** Like scrapes: often in one bucket, sometimes with gaps; values like counters that are reset, gauges, constants, anything. */
const scraped = fc
  .array(
    fc.tuple(
      fc.oneof({ arbitrary: fc.constant(15_000), weight: 20 }, fc.constantFrom(14_999, 60_000, 301_000, 9_000_000)),
      fc.oneof(
        { arbitrary: fc.integer({ min: 0, max: 50 }), weight: 10 },
        { arbitrary: fc.integer({ min: -999, max: 999 }).map((n) => n / 100), weight: 5 },
        fc.double({ noNaN: false, min: -1e100, max: 1e100 }),
        fc.constantFrom(NaN, 0, -0, Infinity),
      ),
    ),
    { maxLength: 200 },
  )
  .map((steps): Samples => {
    let time = 1_760_000_000_000;
    return samplesOf(...steps.map(([delta, value]): [number, number] => [(time += delta), value]));
  });

interface Bucket {
  readonly times: number[];
  readonly values: number[];
}
function naive({ times, values }: Samples, bucketMs: number): Bucket[] {
  const buckets = new Map<number, Bucket>();
  const bits = bitsOf(values);
  times.forEach((time, i) => {
    if (isStale(bits, i)) return;
    const start = Math.floor(time / bucketMs);
    const bucket = buckets.get(start) ?? { times: [], values: [] };
    buckets.set(start, bucket);
    bucket.times.push(time);
    bucket.values.push(values[i]!);
  });
  return [...buckets.values()];
}
const least = (values: number[]): number => Math.min(...(values.every(Number.isNaN) ? values : values.filter((v) => !Number.isNaN(v))));
const most = (values: number[]): number => -least(values.map((v) => -v));
const dropped = (values: number[]): number =>
  values.reduce((sum, value, i) => sum + (i > 0 && value < values[i - 1]! ? values[i - 1]! : 0), 0);

/** Sums may differ by rounding; everything else is equal. */
function expectAlike(actual: Rollup, expected: Rollup): void {
  for (const name of ['firstAt', 'lastAt', 'endedAt', 'count', 'first', 'last', 'min', 'max'] as const) {
    expect([name, ...actual[name]].map((v) => (v === 0 ? 0 : v))).toEqual([name, ...expected[name]].map((v) => (v === 0 ? 0 : v)));
  }
  for (const name of ['sum', 'drops'] as const) {
    expected[name].forEach((value, i) => {
      const scale = (Math.max(Math.abs(expected.min[i]!), Math.abs(expected.max[i]!)) || 0) * expected.count[i]!;
      if (!Number.isFinite(value)) expect([name, actual[name][i]]).toEqual([name, value]);
      else expect([name, actual[name][i], Math.abs(actual[name][i]! - value) <= 1e-9 * scale]).toEqual([name, actual[name][i], true]);
    });
  }
}

describe('roll-ups', () => {
  it('say what a plain count of every bucket says', () => {
    fc.assert(
      fc.property(fc.oneof(scraped, arbitrarySamples), fc.constantFrom(FINE_MS, COARSE_MS), (samples, bucketMs) => {
        const buckets = naive(samples, bucketMs);
        const rollup = rollUp(samples, bucketMs);
        const column = (of: (bucket: Bucket) => number) => Float64Array.from(buckets, of);
        expectAlike(rollup, {
          firstAt: column(({ times }) => times[0]!),
          lastAt: column(({ times }) => times.at(-1)!),
          endedAt: rollup.endedAt,
          count: column(({ times }) => times.length),
          first: column(({ values }) => values[0]!),
          last: column(({ values }) => values.at(-1)!),
          min: column(({ values }) => least(values)),
          max: column(({ values }) => most(values)),
          sum: column(({ values }) => values.reduce((sum, value) => sum + value, 0)),
          drops: column(({ values }) => dropped(values)),
        });
      }),
    );
  });

  it('of a whole are what the roll-ups of its parts make, in finer buckets too', () => {
    fc.assert(
      fc.property(scraped, fc.nat(200), (samples, cut) => {
        const time = samples.times[Math.min(cut, samples.times.length - 1)] ?? 0;
        const parts = [sliceSamples(samples, 0, time), sliceSamples(samples, time + 1, Infinity)].map((part) => rollUp(part, FINE_MS));
        const whole = rollUp(samples, FINE_MS);
        expectAlike(fillRollup(parts[0]!, parts[1]!, FINE_MS), whole);
        expectAlike(fillRollup(parts[1]!, parts[0]!, FINE_MS), whole);
        expectAlike(coarsen(whole, COARSE_MS), rollUp(samples, COARSE_MS));
      }),
    );
  });

  it('stay as they are when what they hold is added again', () => {
    fc.assert(
      fc.property(scraped, fc.nat(200), fc.nat(200), (samples, a, b) => {
        const [from, to] = [samples.times[Math.min(a, b)] ?? 0, samples.times[Math.max(a, b)] ?? Infinity];
        const whole = rollUp(samples, FINE_MS);
        expectAlike(fillRollup(whole, rollUp(sliceSamples(samples, from, to), FINE_MS), FINE_MS), whole);
      }),
    );
  });

  it('know where a series ended, and that it came back', () => {
    const marked = (...points: [number, number | 'end'][]): Samples => {
      const samples = samplesOf(...points.map(([time]): [number, number] => [time, 0]));
      const bits = bitsOf(samples.values);
      points.forEach(([, value], i) => {
        if (value === 'end') bits.set([2, 0x7ff00000], 2 * i);
        else samples.values[i] = value;
      });
      return samples;
    };
    const { endedAt, count } = rollUp(
      marked([10, 'end'], [20, 1], [30, 'end'], [40, 2], [299_000, 'end'], [310_000, 3], [610_000, 'end']),
      FINE_MS,
    );
    expect([...endedAt]).toEqual([299_000, 610_000]);
    expect([...count]).toEqual([2, 1]);
  });
});

describe('packs of roll-ups', () => {
  const packed = fc.uniqueArray(fc.tuple(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.oneof(scraped, arbitrarySamples)), {
    selector: ([id]) => id,
    maxLength: 6,
  });

  it('return what was put in', () => {
    fc.assert(
      fc.property(packed, fc.constantFrom(FINE_MS, COARSE_MS), (all, bucketMs) => {
        const series = all.map(([id, samples]) => ({ id, rollup: rollUp(samples, bucketMs) })).sort((a, b) => (a.id < b.id ? -1 : 1));
        const pack = new RollupPack(encodeRollups(series, bucketMs, 3));
        expect([...pack.ids]).toEqual(series.map(({ id }) => id));
        for (const { id, rollup } of series) expectAlike(pack.rollup(pack.placeOf(id)), rollup);
        expect(pack.placeOf(series.length > 0 ? series[0]!.id - 1n : 0n)).toBe(-1);
      }),
    );
  });

  it('refuse what they did not write', () => {
    expect(() => new RollupPack(Uint8Array.of(7, 1, 2))).toThrow(/does not decode/);
  });
});

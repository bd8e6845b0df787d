import { bitsOf } from '@cloudops/domain-series';
import { encodeWrite } from '@cloudops/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluateInstant, evaluateRange, type QueryEnvironment, type QueryResult } from './evaluate-query.ts';
import { InMemorySeries } from './testing/in-memory-series.ts';
import { RolledSeries } from './testing/rolled-series.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 1_760_400_000_000; // a full hour
const END = START + 26 * HOUR;
const BORDER = START + 24 * HOUR;
/** Every 15 s, never on the border of a bucket. */
const times = Float64Array.from({ length: (END - START) / 15_000 }, (_, i) => START + 1_234 + i * 15_000);

const raw = new InMemorySeries();
const wave = (i: number) => Math.round(1000 * Math.sin(i / 37) + 13 * ((i * 7919) % 31)) / 10;
raw.write(encodeWrite([{ labels: { __name__: 'counter' }, samples: { times, values: times.map((_, i) => ((i % 1013) * 3) / 2) } }]));
raw.write(encodeWrite([{ labels: { __name__: 'gauge' }, samples: { times, values: times.map((_, i) => wave(i)) } }]));
const ended = { times: times.slice(0, 1000), values: times.slice(0, 1000) };
bitsOf(ended.values).set([2, 0x7ff00000], 2 * 999);
raw.write(encodeWrite([{ labels: { __name__: 'ended' }, samples: ended }]));

const environment = (series: QueryEnvironment['series']): QueryEnvironment => ({
  ...{ series, signal: new AbortController().signal, pause: () => Promise.resolve() },
});
const rolled = new RolledSeries(raw, BORDER);
const ask = (series: QueryEnvironment['series'], query: string, time: number) => evaluateInstant(query, time, environment(series));
const numberOf = ({ series }: QueryResult): number | undefined => (series[0] === undefined ? undefined : Number(series[0].values[0]));
const near = (a: number | undefined, b: number | undefined) =>
  expect(Math.abs((a ?? Infinity) - (b ?? NaN))).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b ?? 0)));

const FUNCTIONS = [
  'rate',
  'increase',
  'delta',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'sum_over_time',
  'count_over_time',
  'last_over_time',
];
const call = fc.record({ f: fc.constantFrom(...FUNCTIONS), metric: fc.constantFrom('counter', 'gauge') });

describe('where samples were let go', () => {
  it('range functions give what the samples would have given, when the range is of whole buckets', async () => {
    await fc.assert(
      fc.asyncProperty(
        call,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 61, max: 24 * 12 }),
        async ({ f, metric }, buckets, end) => {
          const query = `${f}(${metric}[${buckets * 5}m])`;
          const time = START + end * 5 * MINUTE;
          near(numberOf(await ask(rolled, query, time)), numberOf(await ask(raw, query, time)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('they give what they gave at the end of the last bucket, when it is not', async () => {
    await fc.assert(
      fc.asyncProperty(
        call,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 41 * 5 * MINUTE, max: 24 * HOUR - 1 }),
        async ({ f, metric }, buckets, end) => {
          const query = `${f}(${metric}[${buckets * 5}m])`;
          const time = START + end;
          const bucketEnd = Math.floor(time / (5 * MINUTE)) * 5 * MINUTE;
          near(numberOf(await ask(rolled, query, time)), numberOf(await ask(raw, query, bucketEnd)));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a range over the border is of buckets and samples', async () => {
    await fc.assert(
      fc.asyncProperty(
        call,
        fc.integer({ min: 0, max: 30 * MINUTE }),
        fc.integer({ min: 7, max: 60 }),
        async ({ f, metric }, after, buckets) => {
          const time = BORDER + after;
          const begin = Math.floor((time - buckets * 5 * MINUTE) / (5 * MINUTE)) * 5 * MINUTE;
          fc.pre(begin < BORDER);
          const value = numberOf(await ask(rolled, `${f}(${metric}[${buckets * 5}m])`, time));
          const whole = numberOf(await ask(raw, `${f}(${metric}[${time - begin}ms])`, time))!;
          const share = (buckets * 5 * MINUTE) / (time - begin);
          near(value, ['increase', 'delta', 'sum_over_time', 'count_over_time'].includes(f) ? whole * share : whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('ranges shorter than a bucket are taken from one, sums and counts in proportion', async () => {
    for (const minute of [0, 1, 2, 3, 4]) {
      const time = START + 5 * HOUR + minute * MINUTE;
      const bucket = START + 5 * HOUR;
      near(numberOf(await ask(rolled, 'rate(counter[1m])', time)), numberOf(await ask(raw, 'rate(counter[5m])', bucket)));
      near(numberOf(await ask(rolled, 'count_over_time(gauge[1m])', time)), 4);
      near(numberOf(await ask(rolled, 'max_over_time(gauge[1m])', time)), numberOf(await ask(raw, 'max_over_time(gauge[5m])', bucket)));
    }
  });

  it('long ranges are made of hours', async () => {
    const { warnings, series } = await ask(rolled, 'increase(counter[12h])', START + 20 * HOUR);
    near(Number(series[0]!.values[0]), numberOf(await ask(raw, 'increase(counter[12h])', START + 20 * HOUR)));
    expect(warnings).toEqual(['roll-ups of 60 minutes were used before 2025-10-15T00:00:00.000Z: values there are of whole buckets']);
  });

  it('a selector gives the last value of a bucket, without gaps, until the series ends', async () => {
    const range = { start: START + 10 * MINUTE, end: BORDER + HOUR, step: 37_000 };
    const { series, warnings } = await evaluateRange('gauge', range, environment(rolled));
    expect(warnings[0]).toContain('roll-ups of 5 minutes');
    const { times: steps, values } = series[0]!;
    expect(steps).toHaveLength(Math.floor((range.end - range.start) / range.step) + 1);
    for (const [i, time] of steps.entries()) {
      const newest = Math.floor((time - START - 1_234) / 15_000);
      expect(Array.from({ length: 21 }, (_, ago) => wave(newest - ago))).toContain(Number(values[i]));
    }
    const end = times[999]!;
    expect(numberOf(await ask(rolled, 'ended', end - 1))).toBeDefined();
    expect(numberOf(await ask(rolled, 'ended', end))).toBeUndefined();
  });

  it('functions of single samples see the last of each bucket', async () => {
    for (const query of ['irate(counter[5m])', 'deriv(gauge[10m])', 'quantile_over_time(0.5, gauge[5m])', 'stddev_over_time(gauge[1h])']) {
      const { series, warnings } = await ask(rolled, query, START + 5 * HOUR + 42);
      expect([query, series.length, warnings.length]).toEqual([query, 1, 1]);
    }
    expect((await ask(rolled, 'absent_over_time(gauge[1m])', START + 5 * HOUR)).series).toEqual([]);
  });

  it('nothing is said of it when only samples were looked at', async () => {
    const [a, b] = await Promise.all([
      ask(rolled, 'rate(counter[5m])', BORDER + 5 * MINUTE),
      ask(raw, 'rate(counter[5m])', BORDER + 5 * MINUTE),
    ]);
    expect(a).toEqual(b);
    expect(a.warnings).toEqual([]);
  });
});

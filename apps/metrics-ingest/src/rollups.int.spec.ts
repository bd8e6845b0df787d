import { HistoryStats, PromqlQuery, type PromqlResult, QueryView, ServiceHealth } from '@cloudops/contracts';
import {
  coarsen,
  COARSE_MS,
  FINE_MS,
  HistoryDays,
  identifySeries,
  mergeSamples,
  rollUp,
  Rollups,
  type Rollup,
  SampleHistory,
  type Samples,
  seriesIdText,
} from '@cloudops/domain-series';
import { encodeWrite } from '@cloudops/testing';
import { waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';
import { CONFIG, type MetricsIngestConfig } from './metrics-ingest.config.ts';
import { IngestMetrics } from './ingest.metrics.ts';
import { dyingTransactions } from './testing/dying-transactions.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { CompactHistory } from './use-cases/compact-history.ts';
import { FillPast } from './use-cases/fill-past.ts';
import { RollUpHistory } from './use-cases/roll-up-history.ts';

jest.setTimeout(30_000); // whole days are packed, rolled up and dropped

const DAY = 86_400_000;
const today = Math.floor(Date.now() / DAY);
const STEP = 60_000;
const labelsOf = (name: string) => ({ __name__: name, job: 'rollups' });
const idOf = (name: string) => identifySeries(labelsOf(name)).id;

/** Samples of whole days; a counter that is reset now and then, a gauge, a constant. */
function samplesOf(name: string, firstDay: number, endDay: number): Samples {
  const times = Float64Array.from({ length: ((endDay - firstDay) * DAY) / STEP }, (_, i) => firstDay * DAY + 1234 + i * STEP);
  const value = (time: number): number => {
    const i = Math.floor(time / STEP);
    return name.startsWith('counter') ? (i % 997) * 3 : name.startsWith('gauge') ? Math.round(100 * Math.sin(i / 50)) / 10 : 7;
  };
  return { times, values: times.map(value) };
}
const NAMES = ['counter_a', 'counter_b', 'gauge', 'constant'];
const plain = (rollup: Rollup | undefined) =>
  rollup &&
  Object.fromEntries(
    Object.entries(rollup).map(([name, values]) => [name, [...(values as Float64Array)].map((v) => Number(v.toFixed(6)))]),
  );

describe('roll-ups', () => {
  let ingest: RunningIngest;
  let now = Date.now();
  const rollups = () => ingest.app.get(Rollups);
  /** Twice: a span that a round adds to is packed for good by the next one. */
  const compact = async () => {
    for (let round = 0; round < 2; round++) await ingest.app.get(CompactHistory).execute();
  };
  const send = async (name: string, samples: Samples) => {
    for (let at = 0; at < samples.times.length; at += 2_000) {
      const some = { times: samples.times.slice(at, at + 2_000), values: samples.values.slice(at, at + 2_000) };
      expect((await ingest.write(encodeWrite([{ labels: labelsOf(name), samples: some }]))).status).toBe(204);
    }
  };
  const rolled = async (name: string, bucketMs: typeof FINE_MS | typeof COARSE_MS = FINE_MS) =>
    plain((await rollups().read([idOf(name)], 0, now, bucketMs)).rollups.get(idOf(name)));
  const rolledDays = async () =>
    (await ingest.database.query<{ day: number }[]>('select distinct day from rollups order by day')).map(({ day }) => day - today);

  beforeAll(async () => {
    ingest = await RunningIngest.start();
    await ingest.allowSender();
    jest.spyOn(ingest.app.get(Clock), 'now').mockImplementation(() => now);
    for (const name of NAMES) await send(name, samplesOf(name, today - 4, today));
    await compact();
  }, 120_000);
  afterAll(() => ingest.stop());

  it('are not made of a day that still changes, and all or nothing when their making is killed', async () => {
    expect(await rolledDays()).toEqual([]);
    const dying = dyingTransactions();
    await expect(ingest.app.get(RollUpHistory).execute(today, 0)).rejects.toThrow('killed before commit');
    dying.mockRestore();
    expect(await rolledDays()).toEqual([]);
    await ingest.app.get(RollUpHistory).execute(today, 0);
    await ingest.app.get(RollUpHistory).execute(today, 0);
    expect(await rolledDays()).toEqual([-4, -3, -2, -1]);
    expect(await ingest.database.query('select 1 from unrolled_days where day < $1', [today])).toEqual([]);
  });

  it('are made anew when late samples land in their day', async () => {
    await send('late', samplesOf('late', today - 4, today - 3));
    await compact();
    expect(await ingest.database.query('select 1 from unrolled_days where day = $1', [today - 4])).toHaveLength(1);
  });

  it('speak for what raw retention lets go, bucket by bucket what the samples said', async () => {
    now = Date.now() + 13 * DAY; // raw from two days ago on
    await compact();
    const history = ingest.app.get(SampleHistory);
    const border = (today - 2) * DAY;
    for (const name of [...NAMES, 'late']) {
      const end = name === 'late' ? today - 3 : today - 2;
      const expected = rollUp(samplesOf(name, today - 4, end), FINE_MS);
      expect(await rolled(name)).toEqual(plain(expected));
      expect(await rolled(name, COARSE_MS)).toEqual(plain(coarsen(expected, COARSE_MS)));
    }
    expect((await history.readRaw([idOf('gauge')], 0, now)).get(idOf('gauge'))!.times[0]).toBeGreaterThanOrEqual(border);
    const all = (await history.read([idOf('gauge')], 0, now)).get(idOf('gauge'))!;
    const fine = rollUp(samplesOf('gauge', today - 4, today - 2), FINE_MS);
    const raw = samplesOf('gauge', today - 2, today);
    expect([...all.times]).toEqual([...fine.lastAt, ...raw.times]);
    expect([...all.values]).toEqual([...fine.last, ...raw.values]);
  });

  it('answer PromQL, views and samples over the bus, with a warning where the protocol has a place for one', async () => {
    const gateway = await ingest.bus('gateway');
    const time = (today - 3) * DAY + 6 * 3_600_000;
    const pieces = async (query: string, at: number) => {
      const all: PromqlResult[] = [];
      for await (const piece of gateway.requestStream(PromqlQuery, { query, time: at })) all.push(piece);
      return all[0]!;
    };
    const counted = await pieces('sum_over_time(constant[1h]) / count_over_time(constant[1h])', time);
    expect(counted.series.map(({ values }) => values)).toEqual([['7']]);
    expect(counted.warnings).toEqual([expect.stringContaining('roll-ups of 5 minutes were used before')]);
    expect((await pieces('count_over_time(constant[1h])', time)).series[0]!.values).toEqual(['60']);
    expect((await pieces('constant', time)).series[0]!.values).toEqual(['7']);
    expect((await pieces('constant', today * DAY - 60_000)).warnings).toBeUndefined();
    const view = { kind: 'value', series: seriesIdText(idOf('constant')) } as const;
    const { points } = await gateway.request(QueryView, { view, from: time, to: time + 3_600_000, maxPoints: 100 });
    expect(points.map(([, value]) => value)).toEqual(new Array(12).fill(7));
  });

  it('take in a backfill of what is beyond raw retention, overwrite nothing, and the same again changes nothing', async () => {
    const before = samplesOf('gauge', today - 6, today - 4);
    const wrong = { times: samplesOf('gauge', today - 4, today - 3).times, values: new Float64Array(DAY / STEP).fill(-5) };
    const fill = async (samples: Samples) => {
      await ingest.app.get(FillPast).execute([{ labels: labelsOf('gauge'), samples }], {}, new Map());
      await compact();
      await ingest.app.get(RollUpHistory).execute(today, 0);
    };
    const half = before.times.length / 2 + 2; // inside a bucket
    await fill({ times: before.times.slice(half), values: before.values.slice(half) });
    await fill({ times: before.times.slice(0, half), values: before.values.slice(0, half) });
    await fill(wrong);
    const expected = plain(rollUp(samplesOf('gauge', today - 6, today - 2), FINE_MS));
    expect(await rolled('gauge')).toEqual(expected);
    await fill(before);
    expect(await rolled('gauge')).toEqual(expected);
    expect(await rolled('counter_a')).toEqual(plain(rollUp(samplesOf('counter_a', today - 4, today - 2), FINE_MS)));
    const { raw } = await ingest.app.get(HistoryDays).days();
    const packed: { day: number }[] = await ingest.database.query(
      'select distinct (first_at / 86400000)::integer as day from packs order by 1',
    );
    expect(packed[0]!.day).toBe(today - 2);
    expect(raw.length).toBeGreaterThan(0);
  });

  it('outlive raw samples that do not fit, and that is told', async () => {
    const health = async () =>
      (await (await ingest.bus('gateway')).request(ServiceHealth, {}, { service: 'metrics-ingest' })).checks['history'];
    expect(await health()).toEqual({ ok: true, message: 'whole within retention' });
    const config = ingest.app.get<{ -readonly [K in keyof MetricsIngestConfig]: MetricsIngestConfig[K] }>(CONFIG);
    await ingest.app.get(HistoryDays).dropRaw(today - 2); // the tables that the backfill went through
    const { raw, rollups: bytes } = await ingest.app.get(HistoryDays).sizes();
    config.HISTORY_MAX_BYTES = raw + bytes - 1;
    await compact();
    const shed = (await ingest.app.get(IngestMetrics).shedSamples.get()).values;
    expect(shed).toEqual([expect.objectContaining({ labels: { what: 'raw' }, value: 4 * (DAY / STEP) })]);
    expect(await rolled('counter_b')).toEqual(plain(rollUp(samplesOf('counter_b', today - 4, today - 1), FINE_MS)));
    expect(await health()).toEqual({ ok: true, degraded: true, message: expect.stringMatching(/5760 samples went .*HISTORY_MAX_BYTES/) });

    const told = () =>
      ingest.database.query<{ data: unknown; sent: boolean; failure: string | null }[]>(
        `select data, sent_at is not null as sent, failure from outbox where subject = 'history.shed.v1'`,
      );
    await waitFor(async () => (await told()).every(({ sent }) => sent));
    const before = new Date((today - 1) * DAY).toISOString();
    expect(await told()).toEqual([{ data: { what: 'raw', before, samples: 4 * (DAY / STEP), reason: 'cap' }, sent: true, failure: null }]);

    const stats = await (await ingest.bus('gateway')).request(HistoryStats, {});
    expect(stats.shed).toMatchObject({ samples: 4 * (DAY / STEP), reason: 'cap' });
    expect(stats.rollups).toMatchObject({ oldest: new Date((today - 6) * DAY).toISOString(), retentionDays: 90 });

    config.HISTORY_MAX_BYTES = 1; // nothing fits: raw days go first, then roll-ups, from the oldest
    await compact();
    expect(await ingest.app.get(HistoryDays).days()).toEqual({ raw: [], rolled: [] });
    config.HISTORY_MAX_BYTES = 2 ** 40;
    await send('gauge_new', mergeSamples([samplesOf('gauge', today - 1, today)]));
    await compact();
    config.DISK_PATH = '/';
    config.DISK_RESERVE_BYTES = 2 ** 60;
    await compact();
    expect(await health()).toEqual({ ok: true, degraded: true, message: expect.stringContaining('DISK_RESERVE_BYTES') });
  });
});

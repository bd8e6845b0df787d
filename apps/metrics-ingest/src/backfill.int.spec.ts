import {
  type Backfill,
  BackfillStatus,
  CancelBackfill,
  HistoryStats,
  IngestDiagnosis,
  ListSeries,
  QuerySamples,
  StartBackfill,
} from '@cloudops/contracts';
import { parseSelector } from '@cloudops/domain-series';
import { Bus, BusModule } from '@cloudops/platform-bus';
import { provisionService } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { testService, waitFor, type TestService } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { KillableProcess } from './testing/killable-process.ts';
import { ScrapingPrometheus } from './testing/scraping-prometheus.ts';

const MATCH = '{job="node"}';
const LABELS = { cluster: 'past' };

describe('backfill from a real Prometheus', () => {
  let servers: TestService;
  let service: KillableProcess;
  let prometheus: ScrapingPrometheus;
  let client: INestApplicationContext;
  let bus: Bus;

  beforeAll(async () => {
    servers = await testService({ schema: 'metrics_ingest', provision: provisionService });
    const imports = [
      TelemetryModule.forService('gateway', { level: 'error' }),
      BusModule.forRoot({ service: 'gateway', url: servers.natsUrl }),
    ];
    client = await NestFactory.createApplicationContext({ module: class Gateway {}, imports }, { logger: false });
    bus = client.get(Bus);
    [prometheus, service] = await Promise.all([ScrapingPrometheus.start(), KillableProcess.start(servers, { COMPACT_INTERVAL_MS: '500' })]);
  }, 90_000);
  afterAll(async () => {
    await client.close();
    await service.kill();
    await prometheus.stop();
    await servers.stop();
  }, 30_000);

  const start = (maxSamplesPerSecond: number) =>
    waitFor(
      async () =>
        (await bus.request(StartBackfill, { url: prometheus.url, match: MATCH, days: 0.04, labels: LABELS, maxSamplesPerSecond })).backfill,
    );
  const until = (id: string, isReached: (backfill: Backfill) => boolean) =>
    waitFor(
      async () => {
        const [backfill] = (await bus.request(BackfillStatus, { id })).backfills;
        return backfill && isReached(backfill) && backfill;
      },
      { timeoutMs: 45_000, what: 'the backfill' },
    );
  const ended = (id: string) => until(id, ({ state }) => state !== 'running');

  const key = (labels: Record<string, string>): string => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  /** Everything in (from, to], as text: series with its samples. */
  const theirs = async ({ from, to }: Backfill) => {
    const [after, until] = [Date.parse(from), Date.parse(to)];
    const series = await prometheus.samples(MATCH, until);
    const points = series.map(({ metric, values }): [string, string[]] => [
      key({ ...metric, ...LABELS }),
      values
        .map(([at, value]) => [Math.round(at * 1000), value] as const)
        .filter(([at]) => at > after && at <= until)
        .map(([at, value]) => `${at} ${jsonOf(value)}`),
    ]);
    return Object.fromEntries(points.filter(([, samples]) => samples.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const jsonOf = (value: string): string => (Number.isFinite(Number(value)) ? String(Number(value)) : 'null');
  const ours = async ({ from, to }: Backfill) => {
    const series: Record<string, string[]> = {};
    const query = { matchers: parseSelector(MATCH), from: Date.parse(from) + 1, to: Date.parse(to), maxSamples: 1_000_000 };
    for await (const {
      series: { name, labels },
      points,
    } of bus.requestStream(QuerySamples, query)) {
      (series[key({ ...labels, __name__: name })] ??= []).push(...points.map(([at, value]) => `${at} ${value}`));
    }
    return Object.fromEntries(Object.entries(series).sort(([a], [b]) => (a < b ? -1 : 1)));
  };

  let first: Backfill;

  it('ends with every sample in history although the process was killed half way', async () => {
    const { id } = await start(3_000);
    const half = await until(id, ({ samplesRead, state }) => samplesRead > 500 && state === 'running');
    await service.kill();
    await service.boot();
    first = await waitFor(() => ended(id), { timeoutMs: 60_000 });
    expect(first).toMatchObject({ state: 'done', progress: 1, reached: first.from });
    expect(first.samplesRead).toBeGreaterThan(half.samplesRead);
    const expected = await theirs(first);
    expect(Object.keys(expected).length).toBeGreaterThan(200);
    expect(await ours(first)).toEqual(expected);
  }, 120_000);

  it('changes nothing when it is done twice', async () => {
    const before = await ours(first);
    const again = await ended((await start(1_000_000)).id);
    expect(again.state).toBe('done');
    expect(await ours(first)).toEqual(before);
    // only what was scraped since the first start may be new
    const added = Object.values(await ours(again)).flat().length - Object.values(before).flat().length;
    expect(again.samplesAdded).toBe(added);
  }, 60_000);

  it('knows types and entities as if the series had been remote_written', async () => {
    const { series } = await bus.request(ListSeries, { matchers: parseSelector('node_cpu_seconds_total{mode="idle"}') });
    expect(series[0]).toMatchObject({ type: 'counter', source: 'backfill', entity: { kind: 'host', id: '127.0.0.1' }, labels: LABELS });
  });

  it('is counted', async () => {
    const stats = await bus.request(HistoryStats, {});
    expect(stats.samples + stats.journalSamples).toBeGreaterThanOrEqual(first.samplesRead - 1);
    expect(stats.bytesPerSample).toBeCloseTo(stats.bytes / stats.samples);
    const diagnosis = await bus.request(IngestDiagnosis, {});
    expect(diagnosis.largestMetrics[0]).toMatchObject({ name: expect.any(String), label: expect.any(String) });
    expect(diagnosis).toMatchObject({ relayLagRows: 0, unfoldedRows: 0, samplesRefused: {} });
  });

  it('is refused while it runs, for addresses that nobody may read, and can be cancelled', async () => {
    const { id } = await start(100);
    await expect(bus.request(StartBackfill, { url: prometheus.url, match: MATCH, days: 1 })).rejects.toMatchObject({ kind: 'conflict' });
    const { backfill } = await bus.request(CancelBackfill, { id });
    expect(backfill.state).toBe('cancelled');
    await expect(bus.request(CancelBackfill, { id })).rejects.toMatchObject({ kind: 'not-found' });
    for (const url of ['http://169.254.169.254', 'http://user:secret@127.0.0.1:9090']) {
      await expect(bus.request(StartBackfill, { url, match: MATCH, days: 1 })).rejects.toMatchObject({ kind: 'invalid' });
    }
    await expect(bus.request(StartBackfill, { url: prometheus.url, match: '{job=', days: 1 })).rejects.toMatchObject({ kind: 'invalid' });
  }, 30_000);

  it('tells why it waits for a Prometheus that does not answer, and goes on waiting', async () => {
    const { backfill } = await bus.request(StartBackfill, { url: 'http://127.0.0.1:1', match: MATCH, days: 1 });
    const waiting = await until(backfill.id, ({ message }) => message !== '');
    expect(waiting).toMatchObject({ state: 'running', message: expect.stringContaining('127.0.0.1:1') });
    await bus.request(CancelBackfill, { id: backfill.id });
  }, 30_000);
});

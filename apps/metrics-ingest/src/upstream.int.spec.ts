import { type PromqlResult, PromqlQuery, PromqlRange } from '@cloudops/contracts';
import type { Bus } from '@cloudops/platform-bus';
import { HistoryDays } from '@cloudops/domain-series';
import { differences, HOST_QUERIES, type OwnResult, RealPrometheus, waitFor, WORLD_END, worldBodies } from '@cloudops/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { UpstreamProxy } from './testing/upstream-proxy.ts';
import { CompactHistory } from './use-cases/compact-history.ts';

const [START, END, STEP] = [WORLD_END - 85 * 60_000, WORLD_END, 60_000];
const HOUR_MS = 3_600_000;

describe('HISTORY=upstream, with a real Prometheus that has all of the past', () => {
  let [ingest, prometheus, proxy, bus]: [RunningIngest, RealPrometheus, UpstreamProxy, Bus] = [
    undefined!,
    undefined!,
    undefined!,
    undefined!,
  ];
  const now = jest.fn(() => WORLD_END);
  beforeAll(async () => {
    prometheus = await RealPrometheus.start();
    proxy = await UpstreamProxy.start(prometheus.url);
    ingest = await RunningIngest.start({
      ...{ HISTORY: 'upstream', HISTORY_UPSTREAM_KEEP_HOURS: '3', UPSTREAM_PROMETHEUS_URL: `${proxy.url}/` },
      ...{ UPSTREAM_PROMETHEUS_USER: 'reader', UPSTREAM_PROMETHEUS_PASSWORD: 'secret' },
    });
    jest.spyOn(ingest.app.get(Clock), 'now').mockImplementation(now);
    await ingest.allowSender();
    bus = await ingest.bus('gateway');
    const bodies = worldBodies();
    for (const body of bodies) await prometheus.write(body);
    for (const body of bodies.slice(-4)) expect((await ingest.write(body)).status).toBe(204); // the last 40 minutes
    await ingest.app.get(CompactHistory).execute();
  }, 120_000);
  afterAll(async () => {
    await Promise.all([ingest.stop(), prometheus.stop(), proxy.stop()]);
  }, 60_000);
  beforeEach(() => {
    proxy.mode = 'pass';
    proxy.asked.length = 0;
    proxy.left = 0;
  });

  const whole = async (pieces: AsyncIterable<PromqlResult>): Promise<OwnResult & { warnings: string[] }> => {
    const result = { type: '', series: [] as PromqlResult['series'], warnings: [] as string[] };
    for await (const { type, series, continued, warnings = [] } of pieces) {
      expect(continued).toBe(false);
      Object.assign(result, { type });
      result.series.push(...series);
      result.warnings.push(...warnings);
    }
    return result;
  };
  const range = (query: string, start = START) => whole(bus.requestStream(PromqlRange, { query, start, end: END, stepMs: STEP }));
  const theirs = (query: string, start = START) =>
    prometheus.ask('query_range', { query, start: String(start / 1000), end: String(END / 1000), step: String(STEP / 1000) });

  it.each(HOST_QUERIES.slice(0, 40))('answers %s over what is here and what is there', async (query) => {
    const mine = await range(query);
    expect(differences(mine, await theirs(query), true)).toEqual([]);
    expect(mine.warnings).toEqual([]); // evaluated here
  });

  it('asks the upstream only for what is older, with its credentials', async () => {
    await range('node_load1', WORLD_END - 20 * 60_000);
    expect(proxy.asked).toEqual([]);
    await range('node_load1');
    expect(proxy.asked.map(({ path }) => path)).toEqual(['/api/v1/query']);
    const [{ form, headers }] = proxy.asked as [(typeof proxy.asked)[0]];
    expect(form.get('query')).toMatch(/^{__name__="node_load1"}\[\d+ms]$/);
    expect(Number(form.get('time')) * 1000).toBeLessThan(WORLD_END - 39 * 60_000);
    expect(headers.authorization).toBe(`Basic ${Buffer.from('reader:secret').toString('base64')}`);
  });

  it.each(['acos(node_load1 / 100)', 'holt_winters(node_load1[10m], 0.5, 0.5)'])('passes %s on whole, and says so', async (query) => {
    const mine = await range(query);
    expect(differences(mine, await theirs(query), true)).toEqual([]);
    expect(mine.warnings).toEqual([expect.stringMatching(/^answered by the upstream Prometheus: .*(acos|holt_winters)/)]);
    const at = await whole(bus.requestStream(PromqlQuery, { query, time: END - 60_000 }));
    expect(differences(at, await prometheus.ask('query', { query, time: String(END / 1000 - 60) }), false)).toEqual([]);
  });

  it('says what the upstream refuses', async () => {
    await expect(range('nonsense(node_load1)')).rejects.toMatchObject({
      code: 'promql-bad-data',
      message: expect.stringContaining('nonsense'),
    });
    await expect(range('sum(')).rejects.toMatchObject({ code: 'promql-bad-data' });
    expect(proxy.asked).toHaveLength(1); // what is no PromQL at all is not passed on
  });

  it('follows nobody elsewhere, and reads no answer without end', async () => {
    proxy.mode = 'redirect';
    await expect(range('acos(node_load1)')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(proxy.asked).toHaveLength(1);
    proxy.mode = 'endless';
    await expect(range('acos(node_load1)')).rejects.toMatchObject({ kind: 'too-large' });
    await waitFor(() => proxy.left === 1);
  }, 20_000);

  it('stops asking when the client leaves', async () => {
    proxy.mode = 'silent';
    const client = new AbortController();
    const request = { query: 'acos(node_load1)', start: START, end: END, stepMs: STEP };
    const leaving = whole(bus.requestStream(PromqlRange, request, { signal: client.signal }));
    await waitFor(() => proxy.asked.length === 1);
    client.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    await waitFor(() => proxy.left === 1);
  });

  it('keeps only the window, and answers the rest from there', async () => {
    const rawDays = async () => (await ingest.app.get(HistoryDays).days()).raw.length;
    now.mockImplementation(() => WORLD_END + 28 * HOUR_MS); // days go whole
    await ingest.app.get(CompactHistory).execute();
    expect(await rawDays()).toBe(0);
    expect(differences(await range('node_load1'), await theirs('node_load1'), true)).toEqual([]);
  });
});

import { encodeWrite, RealPrometheus, REFUSED_QUERIES, WORLD_END, worldBodies } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IngestProcess } from './testing/ingest-process.ts';
import { asAdmin, startGateway, type StartedGateway } from './testing/start-gateway.ts';

const [START, END] = [WORLD_END / 1000 - 3600, WORLD_END / 1000 - 60];
const traced = encodeWrite([
  {
    labels: { __name__: 'traced_total', job: 'api' },
    samples: { times: Float64Array.of(WORLD_END - 90_000), values: Float64Array.of(3) },
    exemplars: [
      { labels: { trace_id: 'a' }, value: 0.25, time: WORLD_END - 90_000 },
      { labels: { trace_id: 'b', span: 'é' }, value: 1e-9, time: WORLD_END - 80_000 },
    ],
  },
  {
    labels: { __name__: 'traced_total', job: 'web' },
    samples: { times: Float64Array.of(WORLD_END - 90_000), values: Float64Array.of(1) },
    exemplars: [{ labels: {}, value: 7, time: WORLD_END - 70_000 }],
  },
]);

const double = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)];
const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))]);
/** Count 15: two below zero, three at zero, ten above in schema 0, whose bounds are exact; sum 12.5. */
const histogram = (time: number): number[] => [
  ...[0x08, 15, 0x19, ...double(12.5), 0x20, 0, 0x29, ...double(0.001), 0x30, 3],
  ...[0x42, 4, 0x08, 0, 0x10, 1, 0x4a, 1, 4], // negative: one bucket of 2
  ...[0x5a, 4, 0x08, 1, 0x10, 2, 0x5a, 4, 0x08, 4, 0x10, 1, 0x62, 3, 6, 2, 1], // positive: 3, 4, then a gap, then 3
  ...[0x78, ...varint(time)],
];
const complex = encodeWrite([
  {
    labels: { __name__: 'complex', job: 'api' },
    samples: { times: new Float64Array(0), values: new Float64Array(0) },
    histograms: [histogram(WORLD_END - 150_000), histogram(WORLD_END - 90_000)],
  },
]);

interface Answer {
  readonly status: number;
  readonly body: { readonly status: string; readonly errorType?: string; readonly error?: string; readonly data?: unknown };
}

describe('the Prometheus API of a gateway and of Prometheus, over the same bodies', () => {
  let [gateway, ingest, prometheus]: [StartedGateway, IngestProcess, RealPrometheus] = [undefined!, undefined!, undefined!];
  beforeAll(async () => {
    [gateway, prometheus] = await Promise.all([
      startGateway(),
      RealPrometheus.start(undefined, ['--enable-feature=exemplar-storage,native-histograms']),
    ]);
    ingest = await IngestProcess.start(gateway.servers, { HISTORY_RETENTION_DAYS: '36500' });
    for (const body of [...worldBodies(), traced, complex]) {
      expect((await ingest.write(body)).status).toBe(204);
      await prometheus.write(body);
    }
  }, 120_000);
  afterAll(async () => {
    await ingest.stop();
    await Promise.all([gateway.stop(), prometheus.stop()]);
  }, 60_000);

  async function ask(base: string, path: string, headers: Record<string, string>, form?: string): Promise<Answer> {
    const init = form === undefined ? {} : { method: 'POST', body: form };
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(`${base}/api/v1/${path}`, { ...init, headers: { ...headers, ...type } });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }
  const both = (path: string, form?: string): Promise<[Answer, Answer]> =>
    Promise.all([ask(`${gateway.url}/prometheus`, path, asAdmin, form), ask(prometheus.url, path, {}, form)]);

  it.each([
    ['query?query=1%2B1&time=5', ''],
    ['query?query=%22text%22&time=5', ''],
    [`query?query=node_load1&time=${END}`, ''],
    [`query?query=${encodeURIComponent('max by (mode) (rate(node_cpu_seconds_total[5m])) > 0')}&time=${END}`, ''],
    [`query?query=${encodeURIComponent('node_load1[1m]')}&time=${END}`, ''],
    [`query?query=${encodeURIComponent('vector(1)/0')}&time=${END}`, ''],
    [`query_range?query=node_load1&start=${START}&end=${END}&step=300`, ''],
    [`query_range?query=nonexistent&start=${START}&end=${END}&step=300`, ''],
    [`query_range?query=time()&start=${START}&end=${END}&step=10m`, ''],
    ['query', `query=node_load1&time=${END}`],
    ['query_range', `query=node_load1&start=${START}&end=${END}&step=60`],
    [`series?match[]=up&start=${START}&end=${END}`, ''],
    [`series?match[]=nonexistent&start=${START}&end=${END}`, ''],
    ['series', `match[]=up&match[]=node_load1&start=${START}&end=${END}`],
    ['labels', `match[]=up&start=${START}&end=${END}`],
    [`labels?start=${START}&end=${END}`, ''],
    [`label/job/values?start=${START}&end=${END}`, ''],
    [`label/__name__/values?match[]={job="node"}&start=${START}&end=${END}`, ''],
    [`label/nothing/values?start=${START}&end=${END}`, ''],
    [`query_exemplars?query=traced_total&start=${START}&end=${END}`, ''],
    [`query_exemplars?query=${encodeURIComponent('sum(rate(traced_total{job="api"}[5m])) / up')}&start=${START}&end=${END}`, ''],
    ['query_exemplars', `query=traced_total&start=${START}&end=${START + 1}`],
    [`query?query=complex&time=${END}`, ''],
    [`query?query=complex%20offset%201m&time=${END}`, ''],
    [`query_range?query=complex&start=${START}&end=${END}&step=60`, ''],
    ['rules', ''],
    ['alerts', ''],
  ])('say the same of %s %s', async (path, form) => {
    const [mine, theirs] = await both(path, form || undefined);
    expect(mine).toEqual(theirs);
  });

  it.each([...REFUSED_QUERIES, ''])('refuse %j with the same status and errorType', async (query) => {
    const [mine, theirs] = await both(`query?query=${encodeURIComponent(query)}&time=${END}`);
    expect([mine.status, mine.body.status, mine.body.errorType]).toEqual([theirs.status, theirs.body.status, theirs.body.errorType]);
    expect(mine.body.error).toBeTruthy();
  });

  it.each([
    'query?query=up&time=never',
    'query?query=up&timeout=never',
    'query_range?query=up&start=1&end=2&step=0',
    'query_range?query=up&start=2&end=1&step=1',
    'query_range?query=up&start=1&end=2',
    'query_range?query=up&start=1&end=200000&step=1',
    `query_range?query=${encodeURIComponent('up[5m]')}&start=1&end=2&step=1`,
    'series',
    'series?match[]=up{',
    'labels?match[]=up{',
    'label/a-b/values',
    'query_exemplars?query=up{&start=1&end=2',
    'query_exemplars?query=up&start=2&end=1',
  ])('refuse %s with the same status and errorType', async (path) => {
    const [mine, theirs] = await both(path);
    expect([mine.status, mine.body.status, mine.body.errorType]).toEqual([theirs.status, theirs.body.status, theirs.body.errorType]);
  });

  it('refuses an expression over native histograms by its name', async () => {
    const { status, body } = await ask(`${gateway.url}/prometheus`, `query?query=sum(complex)&time=${END}`, asAdmin);
    expect([status, body.error]).toEqual([400, expect.stringContaining('an expression over native histograms is not supported here')]);
  });

  it('says which release it answers like, as data sources ask first', async () => {
    const [mine, theirs] = await both('status/buildinfo');
    expect(Object.keys(mine.body.data as object).sort()).toEqual(Object.keys(theirs.body.data as object).sort());
    expect((mine.body.data as { version: string }).version).toMatch(/^2\.42/);
  });
});

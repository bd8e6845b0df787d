import {
  type PromqlResult,
  PromqlLabels,
  PromqlLabelValues,
  PromqlMetadata,
  PromqlQuery,
  PromqlRange,
  PromqlSeries,
} from '@cloudops/contracts';
import type { Bus } from '@cloudops/platform-bus';
import {
  differences,
  EDGE_QUERIES,
  HOST_QUERIES,
  ORDERED_QUERY,
  type OwnResult,
  RealPrometheus,
  RULE_QUERIES,
  SERVICE_QUERIES,
  WORLD_END,
  worldBodies,
} from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { CompactHistory } from './use-cases/compact-history.ts';

const QUERIES = [...new Set([...HOST_QUERIES, ...RULE_QUERIES, ...SERVICE_QUERIES, ...EDGE_QUERIES])];
const at = (ms: number): string => String(ms / 1000);

describe('the same remote_write bodies, sent to Prometheus and to this service', () => {
  let ingest: RunningIngest;
  let prometheus: RealPrometheus;
  let gateway: Bus;

  beforeAll(async () => {
    [ingest, prometheus] = await Promise.all([RunningIngest.start(), RealPrometheus.start()]);
    await ingest.allowSender();
    jest.spyOn(ingest.app.get(Clock), 'now').mockImplementation(() => WORLD_END);
    const bodies = worldBodies();
    for (const [i, body] of bodies.entries()) {
      expect((await ingest.write(body)).status).toBe(204);
      await prometheus.write(body);
      if (i === Math.floor(bodies.length / 2)) await ingest.app.get(CompactHistory).execute(); // the rest stays in the journal
    }
    gateway = await ingest.bus('gateway');
  }, 120_000);
  afterAll(() => Promise.all([ingest.stop(), prometheus.stop()]), 60_000);

  async function whole(pieces: AsyncIterable<PromqlResult>): Promise<OwnResult> {
    const result: { type: string; series: { metric: Record<string, string>; times: number[]; values: string[] }[] } = {
      type: '',
      series: [],
    };
    for await (const { type, continued, series } of pieces) {
      result.type = type;
      for (const [i, one] of series.entries()) {
        const last = result.series.at(-1);
        if (!continued || i > 0 || last === undefined) {
          result.series.push(one);
          continue;
        }
        last.times.push(...one.times);
        last.values.push(...one.values);
      }
    }
    return result;
  }

  it.each(QUERIES)(
    'answer %s alike at one time',
    async (query) => {
      const time = WORLD_END - 60_000;
      const ours = await whole(gateway.requestStream(PromqlQuery, { query, time }));
      expect(differences(ours, await prometheus.ask('query', { query, time: at(time) }), ORDERED_QUERY.test(query))).toEqual([]);
    },
    30_000,
  );

  it.each(QUERIES.filter((query) => !query.startsWith('"')))(
    'answer %s alike over a range',
    async (query) => {
      const [start, end, stepMs] = [WORLD_END - 80 * 60_000, WORLD_END, 30_000];
      const ours = await whole(gateway.requestStream(PromqlRange, { query, start, end, stepMs }));
      const theirs = await prometheus.ask('query_range', { query, start: at(start), end: at(end), step: at(stepMs) });
      expect(differences(ours, theirs, true)).toEqual([]);
    },
    30_000,
  );

  it('list what there is', async () => {
    const collected = async <P>(pieces: AsyncIterable<P>): Promise<P[]> => {
      const all: P[] = [];
      for await (const piece of pieces) all.push(piece);
      return all;
    };
    const up = [{ label: '__name__', op: '=' as const, value: 'up' }];
    const series = await collected(gateway.requestStream(PromqlSeries, { selectors: [up] }));
    expect(series.flatMap((piece) => piece.series).length).toBe(5);
    const names = await collected(gateway.requestStream(PromqlLabels, { selectors: [up] }));
    expect(names.flatMap(({ values }) => values)).toEqual(['__name__', 'instance', 'job']);
    const values = await collected(gateway.requestStream(PromqlLabelValues, { label: 'job', selectors: [] }));
    expect(values.flatMap((piece) => piece.values)).toEqual(['api', 'node']);
    const metadata = await collected(gateway.requestStream(PromqlMetadata, { metric: 'node_cpu_seconds_total' }));
    expect(metadata.flatMap(({ metrics }) => metrics)).toEqual([{ name: 'node_cpu_seconds_total', type: 'counter', help: '', unit: '' }]);
  });

  it('refuse by name what is left out, and stop in time', async () => {
    const ask = (query: string, deadlineMs = 30_000) =>
      whole(gateway.requestStream(PromqlRange, { query, start: WORLD_END - 10_000_000, end: WORLD_END, stepMs: 910 }, { deadlineMs }));
    await expect(ask('holt_winters(flat[5m], 0.5, 0.5)')).rejects.toMatchObject({ kind: 'invalid', code: 'promql-unsupported' });
    await expect(ask('acos(flat)')).rejects.toMatchObject({ code: 'promql-unsupported', message: expect.stringContaining('acos') });
    await expect(ask('max_over_time(flat[7d:1s])')).rejects.toMatchObject({ kind: 'too-large', code: 'promql-too-costly' });
    const hard = 'sum(quantile_over_time(0.5, node_network_receive_bytes_total[80m]))';
    await expect(ask(hard, 400)).rejects.toMatchObject({ kind: 'timeout' });
    expect((await ask('vector(1)')).series).toHaveLength(1); // the turn is free again
  }, 30_000);
});

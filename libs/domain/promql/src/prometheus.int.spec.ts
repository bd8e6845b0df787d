import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { DomainError } from '@cloudops/contracts';
import {
  differences,
  EDGE_QUERIES,
  HOST_QUERIES,
  ORDERED_QUERY,
  RealPrometheus,
  REFUSED_QUERIES,
  RULE_QUERIES,
  SERVICE_QUERIES,
  WORLD_END,
  worldBodies,
} from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { evaluateInstant, evaluateRange, type QueryEnvironment } from './evaluate-query.ts';
import { InMemorySeries } from './testing/in-memory-series.ts';

/** The same remote_write bodies in both. */
class Both {
  readonly series = new InMemorySeries();
  private constructor(readonly prometheus: RealPrometheus) {}

  static async holding(bodies: Iterable<Uint8Array>): Promise<Both> {
    const both = new Both(await RealPrometheus.start());
    for (const body of bodies) {
      both.series.write(body);
      await both.prometheus.write(body);
    }
    return both;
  }

  get environment(): QueryEnvironment {
    return { series: this.series, signal: new AbortController().signal, pause: () => Promise.resolve() };
  }

  async instant(query: string, time: number): Promise<string[]> {
    const [ours, theirs] = await Promise.all([
      evaluateInstant(query, time, this.environment),
      this.prometheus.ask('query', { query, time: String(time / 1000) }),
    ]);
    return differences(ours, theirs, ORDERED_QUERY.test(query));
  }

  async range(query: string, start: number, end: number, step: number): Promise<string[]> {
    const [ours, theirs] = await Promise.all([
      evaluateRange(query, { start, end, step }, this.environment),
      this.prometheus.ask('query_range', { query, start: String(start / 1000), end: String(end / 1000), step: String(step / 1000) }),
    ]);
    return differences(ours, theirs, true);
  }
}

const QUERIES = [...new Set([...HOST_QUERIES, ...RULE_QUERIES, ...SERVICE_QUERIES, ...EDGE_QUERIES])];

describe('the same samples in Prometheus and here', () => {
  let both: Both;
  beforeAll(async () => {
    both = await Both.holding(worldBodies());
  }, 60_000);
  afterAll(() => both.prometheus.stop());

  it('are asked at least 150 queries', () => expect(QUERIES.length).toBeGreaterThanOrEqual(150));

  it.each(QUERIES)('answer %s alike at three times', async (query) => {
    for (const time of [WORLD_END - 60_000, WORLD_END - 25 * 60_000 + 7_777, WORLD_END - 61 * 60_000]) {
      expect(await both.instant(query, time)).toEqual([]);
    }
  });

  it.each(QUERIES.filter((query) => !query.startsWith('"')))('answer %s alike over a range', async (query) => {
    expect(await both.range(query, WORLD_END - 80 * 60_000, WORLD_END - 5_000, 60_000)).toEqual([]);
    expect(await both.range(query, WORLD_END - 40 * 60_000 + 123, WORLD_END + 6 * 60_000, 37_000)).toEqual([]);
  });

  it.each(['node_load1[5m]', 'gone[20m] offset 10m', 'rate(node_load1[5m])[10m:1m]', 'strange_values[30s]'])(
    'give the samples of %s alike',
    async (query) => {
      expect(await both.instant(query, WORLD_END - 25 * 60_000)).toEqual([]);
    },
  );

  it.each(REFUSED_QUERIES)('refuse %s alike', async (query) => {
    const theirs = await both.prometheus.ask('query', { query, time: String((WORLD_END - 60_000) / 1000) });
    const ours = await evaluateInstant(query, WORLD_END - 60_000, both.environment).catch((error: unknown) => error);
    expect(ours).toBeInstanceOf(DomainError);
    const { code } = ours as DomainError;
    expect([theirs.status, theirs.errorType]).toEqual(['error', code === 'promql-execution' ? 'execution' : 'bad_data']);
  });
});

// bodies that a real Prometheus sent; they lie beside the repository, not in it
const FOLDER = new URL('../../../../../shared/data/remote-write/', import.meta.url);
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => /^\d+\.bin$/.test(file)) : [];

(files.length > 0 ? describe : describe.skip)(
  'bodies captured from a Prometheus that scrapes node_exporter (skipped where ../shared/data is absent)',
  () => {
    let both: Both;
    beforeAll(async () => {
      both = await Both.holding(files.sort().map((file) => readFileSync(new URL(file, FOLDER))));
    }, 60_000);
    afterAll(() => both.prometheus.stop());

    it.each(HOST_QUERIES)('answer %s alike', async (query) => {
      const { from, to } = both.series.span;
      expect(await both.instant(query, to)).toEqual([]);
      expect(await both.range(query, from, to, 15_000)).toEqual([]);
    });
  },
);

import { DomainError } from '@cloudops/contracts';
import { encodeWrite } from '@cloudops/testing';
import { describe, expect, it } from '@jest/globals';
import { evaluateInstant, evaluateRange, type QueryEnvironment } from './evaluate-query.ts';
import { InMemorySeries } from './testing/in-memory-series.ts';

const series = new InMemorySeries();
const times = Float64Array.from({ length: 100 }, (_, i) => i * 1_000);
for (const n of ['1', '2', '3'])
  series.write(encodeWrite([{ labels: { __name__: 'm', n }, samples: { times, values: times.map((t) => t * Number(n)) } }]));

const environment = (more: Partial<QueryEnvironment> = {}): QueryEnvironment => ({
  ...{ series, signal: new AbortController().signal, pause: () => Promise.resolve() },
  ...more,
});
const limits = { series: 10, samples: 1_000, values: 1_000 };

describe('the cost of a query', () => {
  it.each([
    ['series', { ...limits, series: 2 }],
    ['samples', { ...limits, samples: 200 }],
    ['values', { ...limits, values: 200 }],
  ])('is bounded in %s', async (what, bound) => {
    const asked = evaluateRange('m + 1', { start: 0, end: 99_000, step: 1_000 }, environment({ limits: bound }));
    await expect(asked).rejects.toMatchObject({ kind: 'too-large', code: 'promql-too-costly', message: expect.stringContaining(what) });
  });

  it('is bounded in steps, of subqueries too', async () => {
    const range = (start: number, end: number, step: number) => evaluateRange('1', { start, end, step }, environment());
    await expect(range(0, 11_001, 1)).rejects.toThrow(/11000 points/);
    expect((await range(0, 11_000, 1)).series[0]!.times).toHaveLength(11_001); // as Prometheus counts
    await expect(range(1, 0, 1)).rejects.toThrow(/before start/);
    await expect(range(0, 1, 0)).rejects.toThrow(/zero or negative/);
    await expect(evaluateInstant('max_over_time(m[1d:1s])', 1e12, environment())).rejects.toThrow(/11000 steps/);
  });

  it('ends when the query is cancelled', async () => {
    const client = new AbortController();
    const reason = new DomainError('unavailable', 'client-left', 'gone');
    let pauses = 0;
    const pause = async () => {
      if (++pauses === 2) client.abort(reason);
    };
    const grid = { start: 0, end: 198_000, step: 20 };
    await expect(evaluateRange('sum_over_time(m[99s])', grid, environment({ signal: client.signal, pause }))).rejects.toBe(reason);
    expect(pauses).toBe(2);
    await expect(evaluateInstant('n', 5_000, environment({ signal: client.signal }))).rejects.toBe(reason);
  });

  it('reads a selector once however often it is used', async () => {
    series.selections.length = 0;
    await evaluateInstant('sum(rate(m[10s])) / count(rate(m[10s])) + sum(rate(m[10s]))', 50_000, environment());
    expect(series.selections).toHaveLength(1);
    expect(series.selections[0]).toMatchObject({ from: 40_000, to: 50_000 });
  });
});

describe('a result', () => {
  it('looks back as far as it is told', async () => {
    expect((await evaluateInstant('m', 200_000, environment())).series).toHaveLength(3);
    expect((await evaluateInstant('m', 200_000, environment({ lookbackMs: 60_000 }))).series).toHaveLength(0);
  });

  it('of a natural order by label', async () => {
    const { series: sorted } = await evaluateInstant('sort_by_label_desc(m, "n")', 5_000, environment());
    expect(sorted.map(({ metric }) => metric['n'])).toEqual(['3', '2', '1']);
  });

  it('of a range is no range vector and no string', async () => {
    for (const query of ['m[5m]', '"x"']) {
      await expect(evaluateRange(query, { start: 0, end: 1, step: 1 }, environment())).rejects.toThrow(/must be Scalar or instant Vector/);
    }
  });
});

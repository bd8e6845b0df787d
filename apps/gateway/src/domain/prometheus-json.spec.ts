import type { PromqlResult } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { prometheusJson } from './prometheus-json.ts';

async function parsed(pieces: readonly PromqlResult[]): Promise<unknown> {
  let text = '';
  const source = (async function* () {
    yield* pieces;
  })();
  for await (const part of prometheusJson(source)) text += part;
  return JSON.parse(text);
}

describe('a result as Prometheus writes it', () => {
  it('says histograms beside values or alone, and warnings', async () => {
    const histogram = (time: number) => ({ time, count: '3', sum: '1', buckets: [[0, '1', '2', '3'] as [number, string, string, string]] });
    const shown = { count: '3', sum: '1', buckets: [[0, '1', '2', '3']] };
    const vector = {
      type: 'vector' as const,
      continued: false,
      series: [{ metric: {}, times: [], values: [], histograms: [histogram(1500)] }],
    };
    expect(await parsed([{ ...vector, warnings: ['w'] }])).toEqual({
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: {}, histogram: [1.5, shown] }] },
      warnings: ['w'],
    });
    const series = [
      { metric: { a: '1' }, times: [1000], values: ['1'], histograms: [histogram(2000)] },
      { metric: { a: '2' }, times: [], values: [], histograms: [histogram(1000), histogram(2000)] },
      { metric: { a: '3' }, times: [1000], values: ['2'] },
    ];
    const more = { type: 'matrix' as const, continued: true, series: [{ metric: { a: '3' }, times: [2000], values: ['3'] }] };
    expect(await parsed([{ type: 'matrix', continued: false, series }, more])).toEqual({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          { metric: { a: '1' }, values: [[1, '1']], histograms: [[2, shown]] },
          {
            metric: { a: '2' },
            histograms: [
              [1, shown],
              [2, shown],
            ],
          },
          {
            metric: { a: '3' },
            values: [
              [1, '2'],
              [2, '3'],
            ],
          },
        ],
      },
    });
  });

  it('says a scalar, a string and a vector', async () => {
    const one = (type: PromqlResult['type'], metric = {}) => [
      { type, continued: false, series: [{ metric, times: [1500], values: ['NaN'] }] },
    ];
    expect(await parsed(one('scalar'))).toEqual({ status: 'success', data: { resultType: 'scalar', result: [1.5, 'NaN'] } });
    expect(await parsed(one('string'))).toEqual({ status: 'success', data: { resultType: 'string', result: [1.5, 'NaN'] } });
    expect(await parsed(one('vector', { a: '"' }))).toEqual({
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: { a: '"' }, value: [1.5, 'NaN'] }] },
    });
    expect(await parsed([{ type: 'vector', continued: false, series: [] }])).toEqual({
      status: 'success',
      data: { resultType: 'vector', result: [] },
    });
  });

  it('carries warnings beside the data', async () => {
    const head = { type: 'matrix' as const, continued: false, warnings: ['rolled up'] };
    const piece = (i: number) => ({ metric: {}, times: [i], values: ['1'] });
    expect(
      await parsed([
        { ...head, series: [piece(0)] },
        { type: 'matrix', continued: true, series: [piece(1000)] },
      ]),
    ).toEqual({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: {},
            values: [
              [0, '1'],
              [1, '1'],
            ],
          },
        ],
      },
      warnings: ['rolled up'],
    });
    expect(await parsed([{ ...head, type: 'vector', series: [] }])).toMatchObject({ data: { result: [] }, warnings: ['rolled up'] });
  });

  it('is whole again however a matrix was cut', async () => {
    const series = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(series, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), async (ids, length, size) => {
        const all = ids.map((id) => ({
          metric: { id: String(id) },
          times: [...Array(length).keys()].map((t) => t * 1000),
          values: Array(length).fill('1') as string[],
        }));
        const pieces: PromqlResult[] = all.flatMap(({ metric, times, values }) =>
          Array.from({ length: Math.ceil(length / size) }, (_, n): PromqlResult => {
            const part = [n * size, (n + 1) * size] as const;
            return { type: 'matrix', continued: n > 0, series: [{ metric, times: times.slice(...part), values: values.slice(...part) }] };
          }),
        );
        const result = all.map(({ metric, times, values }) => ({ metric, values: times.map((t, i) => [t / 1000, values[i]]) }));
        const whole = pieces.length > 0 ? pieces : [{ type: 'matrix' as const, continued: false, series: [] }];
        expect(await parsed(whole)).toEqual({ status: 'success', data: { resultType: 'matrix', result } });
      }),
    );
  });
});

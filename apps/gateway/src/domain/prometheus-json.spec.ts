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

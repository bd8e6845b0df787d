import { describe, expect, it } from '@jest/globals';
import type { MetricColumn, MetricTable } from './metric-table.ts';
import { windowsOf } from './windows-of.ts';

const table = (...columns: [name: string, values: number[]][]): MetricTable => ({
  times: columns[0]![1].map((_, i) => i),
  columns: columns.map(([name, values]): MetricColumn => {
    const [entity = '', metric = '', stat = ''] = name.split('|');
    return { entity, metric, stat, values };
  }),
});

describe('windowsOf', () => {
  it('weighs means by requests, and fills gaps with what is usual', () => {
    const window = table(['a|latency|Average', [1, 2, 3]], ['a|requests|Sum', [10, NaN, 30]]);
    expect(windowsOf(window, table(['a|latency|Average', [1, 1]]), 'Average')).toEqual([
      { entity: 'a', metric: 'latency', worse: 'up', values: [1, 2, 3], weights: [10, 20, 30], normal: [1, 1] },
    ]);
  });
  it('takes requests of normal times where none were counted, and sums as they are', () => {
    const window = table(['a|availability|Average', [99]], ['a|errors|Sum', [7]]);
    expect(windowsOf(window, table(['a|requests|Sum', [4, 6]]), '')).toEqual([
      { entity: 'a', metric: 'availability', worse: 'down', values: [99], weights: [5], normal: [] },
      { entity: 'a', metric: 'errors', worse: 'up', values: [7], weights: [1], normal: [] },
    ]);
  });
  it('prefers what adds up, then what the symptom has', () => {
    const of = (...stats: string[]) =>
      windowsOf(table(...stats.map((s, i): [string, number[]] => [`a|latency|${s}`, [i]])), table(['x|y|z', [0]]), 'p90');
    expect(of('p50', 'p90', 'Average').map((w) => w.values)).toEqual([[2]]);
    expect(of('p50', 'p90', 'p99').map((w) => w.values)).toEqual([[1]]);
  });
});

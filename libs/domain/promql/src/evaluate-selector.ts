import { bitsOf, isStale } from '@cloudops/domain-series';
import { emptyColumn, type Column, type Grid, hasValues } from './column.ts';
import type { QueryScope } from './scope.ts';
import type { Selector } from './syntax/expression.ts';

/**
 * The newest sample of each series, not older than the lookback and not followed by the end of its series; its time in seconds in place
 * of its value when `what` says so.
 */
export async function evaluateSelector(
  selector: Selector,
  grid: Grid,
  scope: QueryScope,
  what: 'value' | 'timestamp' = 'value',
): Promise<Column[]> {
  const series = await scope.select(selector.matchers, selector, grid, scope.lookbackMs);
  scope.cost.hold(series.length * grid.count);
  const columns: Column[] = [];
  const looks = Float64Array.from({ length: grid.count }, (_, i) => scope.lookAt(selector, grid, i));
  for (const { labels, samples } of series) {
    const { times, values } = samples;
    const bits = bitsOf(values);
    const column = emptyColumn(labels, grid.count);
    for (let i = 0, next = 0; i < grid.count; i++) {
      const at = looks[i]!;
      while (next < times.length && times[next]! <= at) next++;
      const newest = next - 1;
      if (newest < 0 || times[newest]! < at - scope.lookbackMs || isStale(bits, newest)) continue;
      column.values[i] = what === 'value' ? values[newest]! : times[newest]! / 1000;
      column.present[i] = 1;
    }
    if (hasValues(column)) columns.push(column);
    await scope.cost.spend(times.length + grid.count);
  }
  return columns;
}

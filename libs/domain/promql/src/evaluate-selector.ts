import { bitsOf, COARSE_MS, FINE_MS, isStale } from '@cloudops/domain-series';
import { emptyColumn, type Column, type Grid, hasValues } from './column.ts';
import type { QueryScope } from './scope.ts';
import type { Selector } from './syntax/expression.ts';

/**
 * The newest sample of each series, not older than the lookback and not followed by the end of its series; its time in seconds in place
 * of its value when `what` says so. Where samples were let go it is the last of a bucket.
 */
export async function evaluateSelector(
  selector: Selector,
  grid: Grid,
  scope: QueryScope,
  what: 'value' | 'timestamp' = 'value',
): Promise<Column[]> {
  const bucketMs = grid.count > 1 && grid.step >= COARSE_MS ? COARSE_MS : FINE_MS;
  const series = await scope.select(selector.matchers, selector, grid, scope.lookbackMs, bucketMs);
  scope.cost.hold(series.length * grid.count);
  const columns: Column[] = [];
  const looks = Float64Array.from({ length: grid.count }, (_, i) => scope.lookAt(selector, grid, i));
  for (const { labels, samples, past } of series) {
    const { times, values } = samples;
    // the last value of a bucket speaks until that of the next: a bucket and an interval of scrapes
    const until = past?.until ?? -Infinity;
    const rolledLookbackMs = Math.max(scope.lookbackMs, 2 * bucketMs);
    const bits = bitsOf(values);
    const column = emptyColumn(labels, grid.count);
    for (let i = 0, next = 0; i < grid.count; i++) {
      const at = looks[i]!;
      while (next < times.length && times[next]! <= at) next++;
      const newest = next - 1;
      if (newest < 0 || isStale(bits, newest)) continue;
      if (times[newest]! < at - (times[newest]! < until ? rolledLookbackMs : scope.lookbackMs)) continue;
      column.values[i] = what === 'value' ? values[newest]! : times[newest]! / 1000;
      column.present[i] = 1;
    }
    if (hasValues(column)) columns.push(column);
    await scope.cost.spend(times.length + grid.count);
  }
  return columns;
}

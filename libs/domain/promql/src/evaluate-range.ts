import { COARSE_MS, FINE_MS } from '@cloudops/domain-series';
import { type Column, emptyColumn, type Grid, hasValues, timeAt, type Value } from './column.ts';
import { RolledWindow, type RolledFunction } from './functions/rolled-window.ts';
import type { RangeFunction } from './functions/range-window.ts';
import type { LabelSet } from './label-set.ts';
import { tooCostly } from './query-error.ts';
import { MAX_STEPS } from './query-cost.ts';
import { type QueryScope, type SampledSeries, SUBQUERY_STEP_MS, withoutStale } from './scope.ts';
import type { RangeSelector, Shift, Subquery } from './syntax/expression.ts';

/** Samples looked at before the cost is told: an await a step would be dear. */
const WORK_AT_ONCE = 20_000;
/** Ranges from here on are made of coarse buckets: they end at most a bucket early. */
const COARSE_RANGE_MS = 6 * COARSE_MS;

export type Evaluate = (expression: Subquery['of'], grid: Grid) => Promise<Value>;

/** A range vector: every sample that any window needs, and where the windows lie. */
export interface Ranges {
  readonly series: readonly SampledSeries[];
  readonly rangeMs: number;
  readonly shift: Shift;
}

export async function readRanges(range: RangeSelector | Subquery, grid: Grid, scope: QueryScope, evaluate: Evaluate): Promise<Ranges> {
  const { rangeMs } = range;
  if (range.kind === 'range') {
    const { selector } = range;
    const series = await scope.select(selector.matchers, selector, grid, rangeMs, rangeMs >= COARSE_RANGE_MS ? COARSE_MS : FINE_MS);
    return { series: series.map((one) => ({ ...one, samples: withoutStale(one.samples) })), rangeMs, shift: selector };
  }
  const step = range.stepMs ?? SUBQUERY_STEP_MS;
  const from = scope.lookAt(range, grid, 0) - rangeMs;
  const start = Math.ceil(from / step) * step; // subqueries are evaluated at multiples of their step
  const count = Math.max(0, Math.floor((scope.lookAt(range, grid, grid.count - 1) - start) / step) + 1);
  if (count > MAX_STEPS) throw tooCostly(`subquery has more than ${MAX_STEPS} steps; widen its step or shorten its range`);
  const value = count === 0 ? undefined : await evaluate(range.of, { start, step, count });
  const columns = value?.type === 'vector' ? value.columns : [];
  return { series: columns.map((column) => sampled(column, { start, step, count })), rangeMs, shift: range };
}

function sampled({ labels, values, present }: Column, grid: Grid): SampledSeries {
  const steps = [...present.keys()].filter((i) => present[i] === 1);
  return {
    labels,
    samples: { times: Float64Array.from(steps, (i) => timeAt(grid, i)), values: Float64Array.from(steps, (i) => values[i]!) },
  };
}

/**
 * Applies a range function to the window of every step that has a sample. Where samples were let go, the function of whole buckets when
 * there is one; else the function sees the last value of each bucket, at least two of them wide.
 */
export async function slide(
  { series, rangeMs, shift }: Ranges,
  grid: Grid,
  scope: QueryScope,
  { of: f, rolled }: { readonly of: RangeFunction; readonly rolled?: RolledFunction | undefined },
  parameter: Float64Array | undefined,
  labelsOf: (labels: LabelSet) => LabelSet,
): Promise<Column[]> {
  scope.cost.hold(series.length * grid.count);
  const columns: Column[] = [];
  const ends = Float64Array.from({ length: grid.count }, (_, i) => scope.lookAt(shift, grid, i));
  let work = 0;
  for (const { labels, samples, past } of series) {
    const rolledWindow = past && new RolledWindow(past, samples);
    const column = emptyColumn(labelsOf(labels), grid.count);
    const window = { ...samples, from: 0, to: 0, rangeStart: 0, rangeEnd: 0, now: 0 };
    for (let i = 0; i < grid.count; i++) {
      window.rangeEnd = ends[i]!;
      window.rangeStart = window.rangeEnd - rangeMs;
      const isRolled = past !== undefined && window.rangeStart < past.until;
      if (isRolled && rolled !== undefined) {
        if (!rolledWindow!.show(window.rangeStart, window.rangeEnd)) continue;
        work += rolledWindow!.work;
        const value = rolled(rolledWindow!);
        if (value !== undefined) put(column, i, value);
        continue;
      }
      if (isRolled) window.rangeStart = Math.min(window.rangeStart, window.rangeEnd - 2 * past.bucketMs);
      window.now = timeAt(grid, i);
      while (window.to < samples.times.length && samples.times[window.to]! <= window.rangeEnd) window.to++;
      while (window.from < window.to && samples.times[window.from]! < window.rangeStart) window.from++;
      work += 1 + window.to - window.from;
      if (work > WORK_AT_ONCE) {
        await scope.cost.spend(work);
        work = 0;
      }
      if (window.from === window.to) continue;
      const value = f(window, parameter?.[i] ?? NaN);
      if (value !== undefined) put(column, i, value);
    }
    if (hasValues(column)) columns.push(column);
  }
  return columns;
}

function put({ values, present }: Column, i: number, value: number): void {
  values[i] = value;
  present[i] = 1;
}

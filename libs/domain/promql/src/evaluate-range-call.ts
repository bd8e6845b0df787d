import type { Column, Grid } from './column.ts';
import { type Evaluate, readRanges, slide } from './evaluate-range.ts';
import { absentColumn, absentLabels } from './functions/absent-labels.ts';
import { keepsName, RANGE_FUNCTIONS } from './functions/range-functions.ts';
import { ROLLED_FUNCTIONS } from './functions/rolled-functions.ts';
import { executionError } from './query-error.ts';
import type { QueryScope } from './scope.ts';
import { bare, type Call, type RangeSelector, type Subquery } from './syntax/expression.ts';

/** `rate(x[5m])` and its like. */
export async function evaluateRangeCall(
  { name, args }: Call,
  range: RangeSelector | Subquery,
  grid: Grid,
  scope: QueryScope,
  evaluate: Evaluate,
): Promise<Column[]> {
  const ranges = await readRanges(range, grid, scope, evaluate);
  if (name === 'absent_over_time') {
    const present = await slide(ranges, grid, scope, { of: () => 1, rolled: () => 1 }, undefined, (labels) => labels);
    return [absentColumn(present, absentLabels(range), grid)];
  }
  const scalar = args.find((arg) => bare(arg) !== range);
  const parameter = scalar === undefined ? undefined : await evaluate(scalar, grid);
  const columns = await slide(
    ranges,
    grid,
    scope,
    { of: RANGE_FUNCTIONS.get(name)!, rolled: ROLLED_FUNCTIONS.get(name) },
    parameter?.type === 'scalar' ? parameter.values : undefined,
    (labels) => (keepsName(name) ? labels : labels.unnamed()),
  );
  if (new Set(columns.map(({ labels }) => labels.key)).size < columns.length) {
    throw executionError('vector cannot contain metrics with the same labelset');
  }
  return columns;
}

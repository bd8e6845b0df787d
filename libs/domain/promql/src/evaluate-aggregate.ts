import type { Column, Grid, Value } from './column.ts';
import { emptyColumn } from './column.ts';
import { sumOf, maxOf, meanOf, minOf, varianceOf } from './functions/moments.ts';
import { quantileOf } from './functions/quantile.ts';
import type { LabelSet } from './label-set.ts';
import { countValues } from './operators/count-values.ts';
import { groupLabels } from './operators/group-labels.ts';
import { selectExtremes } from './operators/select-extremes.ts';
import type { QueryScope } from './scope.ts';
import type { Aggregate } from './syntax/expression.ts';

type Reduce = (values: Float64Array, count: number, parameter: number) => number;
const REDUCTIONS: Readonly<Record<string, Reduce>> = {
  sum: (values, count) => sumOf(values, 0, count),
  avg: (values, count) => meanOf(values, 0, count),
  min: (values, count) => minOf(values, 0, count),
  max: (values, count) => maxOf(values, 0, count),
  count: (_, count) => count,
  group: () => 1,
  stdvar: (values, count) => varianceOf(values, 0, count),
  stddev: (values, count) => Math.sqrt(varianceOf(values, 0, count)),
  quantile: (values, count, phi) => quantileOf(phi, values.subarray(0, count)),
};

export interface Group {
  readonly labels: LabelSet;
  readonly members: Column[];
}

export async function evaluateAggregate(
  aggregate: Aggregate,
  columns: readonly Column[],
  parameter: Value | undefined,
  grid: Grid,
  scope: QueryScope,
): Promise<Column[]> {
  const { operator } = aggregate;
  await scope.cost.spend(columns.length * grid.count);
  if (operator === 'count_values') return countValues(aggregate, columns, parameter?.type === 'string' ? parameter.text : '', scope.cost);
  const scalars = parameter?.type === 'scalar' ? parameter.values : undefined;
  const groups = grouped(aggregate, columns);
  if (operator === 'topk' || operator === 'bottomk') return groups.flatMap((group) => selectExtremes(group, scalars!, operator === 'topk'));
  const reduce = REDUCTIONS[operator]!;
  const values = new Float64Array(columns.length);
  return groups.map(({ labels, members }) => {
    const out = emptyColumn(labels, grid.count);
    for (let i = 0; i < grid.count; i++) {
      let count = 0;
      for (const member of members) if (member.present[i] === 1) values[count++] = member.values[i]!;
      if (count === 0) continue;
      out.values[i] = reduce(values, count, scalars?.[i] ?? NaN);
      out.present[i] = 1;
    }
    return out;
  });
}

function grouped(aggregate: Aggregate, columns: readonly Column[]): Group[] {
  const groups = new Map<string, Group>();
  for (const column of columns) {
    const labels = groupLabels(column.labels, aggregate);
    const group = groups.get(labels.key);
    if (group === undefined) groups.set(labels.key, { labels, members: [column] });
    else group.members.push(column);
  }
  return [...groups.values()];
}

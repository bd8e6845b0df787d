import { type Column, type Grid, mapColumn, timeAt, type Value } from './column.ts';
import { evaluateRangeCall } from './evaluate-range-call.ts';
import { evaluateSelector } from './evaluate-selector.ts';
import { absentColumn, absentLabels } from './functions/absent-labels.ts';
import { histogramQuantile } from './functions/histogram-quantile.ts';
import { labelJoin, labelReplace } from './functions/label-functions.ts';
import { sortedByLabels, sortedByValue } from './functions/sorting.ts';
import { DATE_FUNCTIONS, VALUE_FUNCTIONS } from './functions/value-functions.ts';
import { LabelSet } from './label-set.ts';
import type { QueryScope } from './scope.ts';
import { bare, type Call } from './syntax/expression.ts';
import type { Evaluate } from './evaluate-range.ts';

const vector = (columns: readonly Column[]): Value => ({ type: 'vector', columns });
const times = (grid: Grid): Float64Array => Float64Array.from({ length: grid.count }, (_, i) => timeAt(grid, i) / 1000);
const columnOf = (values: Float64Array, labels = LabelSet.EMPTY): Column => ({
  labels,
  values,
  present: new Uint8Array(values.length).fill(1),
});

/** A function call; its types were checked before. */
export async function evaluateCall(call: Call, grid: Grid, scope: QueryScope, evaluate: Evaluate): Promise<Value> {
  const { name, args } = call;
  if (name === 'time') return { type: 'scalar', values: times(grid) };
  const range = args.map(bare).find((arg) => arg.kind === 'range' || arg.kind === 'subquery');
  if (range !== undefined) return vector(await evaluateRangeCall(call, range, grid, scope, evaluate));
  const [first] = args.map(bare);
  if (name === 'timestamp' && first?.kind === 'selector') {
    return vector(
      (await evaluateSelector(first, grid, scope, 'timestamp')).map((column) => ({ ...column, labels: column.labels.unnamed() })),
    );
  }
  const values: Value[] = [];
  for (const arg of args) values.push(await evaluate(arg, grid));
  const columns = values.flatMap((value) => (value.type === 'vector' ? value.columns : []));
  const scalars = values.flatMap((value) => (value.type === 'scalar' ? [value.values] : []));
  const texts = values.flatMap((value) => (value.type === 'string' ? [value.text] : []));
  await scope.cost.spend(columns.length * grid.count);
  switch (name) {
    case 'vector':
      return vector([columnOf(scalars[0]!)]);
    case 'scalar':
      return { type: 'scalar', values: onlyValues(columns, grid) };
    case 'absent':
      return vector([absentColumn(columns, absentLabels(args[0]!), grid)]);
    case 'timestamp':
      return vector(columns.map((column) => mapColumn(column, (_, i) => timeAt(grid, i) / 1000, column.labels.unnamed())));
    case 'histogram_quantile':
      return vector(histogramQuantile(scalars[0]!, columns));
    case 'label_replace':
      return vector(labelReplace(columns, texts));
    case 'label_join':
      return vector(labelJoin(columns, texts));
    case 'sort':
    case 'sort_desc':
      return vector(grid.count === 1 ? sortedByValue(columns, name === 'sort_desc') : columns);
    case 'sort_by_label':
    case 'sort_by_label_desc':
      return vector(sortedByLabels(columns, texts, name === 'sort_by_label_desc'));
    case 'clamp':
      return vector(clamped(columns, scalars));
    default:
      return vector(valueByValue(name, args.length === 0 ? [columnOf(times(grid))] : columns, scalars));
  }
}

function valueByValue(name: string, columns: readonly Column[], [first, second]: readonly Float64Array[]): Column[] {
  const date = DATE_FUNCTIONS.get(name);
  const f = VALUE_FUNCTIONS.get(name);
  return columns.map((column) =>
    mapColumn(
      column,
      (value, i) => (date ? date(new Date(Math.trunc(value) * 1000)) : f!(value, first?.[i] ?? 1, second?.[i] ?? NaN)),
      column.labels.unnamed(),
    ),
  );
}

/** Nothing at all where the bounds are the wrong way round. */
const clamped = (columns: readonly Column[], [least, most]: readonly Float64Array[]): Column[] =>
  columns.map((column) =>
    mapColumn(
      column,
      (value, i) => (most![i]! < least![i]! ? undefined : VALUE_FUNCTIONS.get('clamp')!(value, least![i]!, most![i]!)),
      column.labels.unnamed(),
    ),
  );

function onlyValues(columns: readonly Column[], grid: Grid): Float64Array {
  return Float64Array.from({ length: grid.count }, (_, i) => {
    const present = columns.filter((column) => column.present[i] === 1);
    return present.length === 1 ? present[0]!.values[i]! : NaN;
  });
}

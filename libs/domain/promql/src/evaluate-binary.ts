import { type Column, mapColumn, type Value } from './column.ts';
import { combineSets } from './operators/combine-sets.ts';
import { ELEMENTWISE } from './operators/elementwise.ts';
import { matchSeries } from './operators/match-series.ts';
import { ARITHMETIC, COMPARISONS, SET_OPERATORS } from './syntax/signatures.ts';
import type { Binary } from './syntax/expression.ts';

export function evaluateBinary(binary: Binary, left: Value, right: Value): Value {
  const { operator, bool, matching } = binary;
  const compute = ELEMENTWISE[operator];
  if (left.type === 'vector' && right.type === 'vector') {
    const columns = SET_OPERATORS.has(operator)
      ? combineSets(operator, matching, left.columns, right.columns)
      : matchSeries(binary, left.columns, right.columns);
    return { type: 'vector', columns };
  }
  if (left.type === 'scalar' && right.type === 'scalar') {
    const f = COMPARISONS.has(operator) ? (a: number, b: number) => Number(compute!(a, b) !== undefined) : compute!;
    return { type: 'scalar', values: left.values.map((value, i) => f(value, right.values[i]!)!) };
  }
  const dropName = ARITHMETIC.has(operator) || bool;
  const withScalar = (columns: readonly Column[], f: (value: number, i: number) => number | undefined): Value => ({
    type: 'vector',
    columns: columns.map((column) => mapColumn(column, f, dropName ? column.labels.unnamed() : column.labels)),
  });
  // a comparison keeps the value of the vector, whichever side it stands on
  const outcome = (result: number | undefined, ofVector: number): number | undefined =>
    bool ? Number(result !== undefined) : result !== undefined && COMPARISONS.has(operator) ? ofVector : result;
  if (left.type === 'vector' && right.type === 'scalar') {
    return withScalar(left.columns, (value, i) => outcome(compute!(value, right.values[i]!), value));
  }
  if (left.type === 'scalar' && right.type === 'vector') {
    return withScalar(right.columns, (value, i) => outcome(compute!(left.values[i]!, value), value));
  }
  throw new TypeError(`${operator} of ${left.type} and ${right.type}`);
}

import { type Grid, mapColumn, unite, type Value } from './column.ts';
import { evaluateAggregate } from './evaluate-aggregate.ts';
import { evaluateBinary } from './evaluate-binary.ts';
import { evaluateCall } from './evaluate-call.ts';
import { evaluateSelector } from './evaluate-selector.ts';
import type { QueryScope } from './scope.ts';
import type { Expression } from './syntax/expression.ts';

/**
 * Value of an expression at every time of the grid. Each node is evaluated for all times at once, so that a series is read and its
 * labels are worked out only once.
 */
export async function evaluateExpression(expression: Expression, grid: Grid, scope: QueryScope): Promise<Value> {
  const evaluate = (inner: Expression, on: Grid): Promise<Value> => evaluateExpression(inner, on, scope);
  const value = await evaluateNode(expression, grid, scope, evaluate);
  if (value.type !== 'vector') return value;
  scope.cost.hold(value.columns.length * grid.count);
  return { type: 'vector', columns: unite(value.columns) };
}

async function evaluateNode(
  expression: Expression,
  grid: Grid,
  scope: QueryScope,
  evaluate: (inner: Expression, on: Grid) => Promise<Value>,
): Promise<Value> {
  switch (expression.kind) {
    case 'number':
      return { type: 'scalar', values: new Float64Array(grid.count).fill(expression.value) };
    case 'string':
      return { type: 'string', text: expression.value };
    case 'selector':
      return { type: 'vector', columns: await evaluateSelector(expression, grid, scope) };
    case 'call':
      return evaluateCall(expression, grid, scope, evaluate);
    case 'parentheses':
      return evaluate(expression.of, grid);
    case 'negation':
      return negated(await evaluate(expression.of, grid));
    case 'aggregate': {
      const parameter = expression.parameter && (await evaluate(expression.parameter, grid));
      const of = await evaluate(expression.of, grid);
      const columns = of.type === 'vector' ? of.columns : [];
      return { type: 'vector', columns: await evaluateAggregate(expression, columns, parameter, grid, scope) };
    }
    case 'binary': {
      const left = await evaluate(expression.left, grid);
      const right = await evaluate(expression.right, grid);
      await scope.cost.spend(grid.count * (widthOf(left) + widthOf(right)));
      return evaluateBinary(expression, left, right);
    }
    case 'range':
    case 'subquery':
      throw new TypeError('A range vector has no value at one time');
  }
}

const widthOf = (value: Value): number => (value.type === 'vector' ? value.columns.length : 1);

function negated(value: Value): Value {
  if (value.type === 'scalar') return { type: 'scalar', values: value.values.map((v) => -v) };
  if (value.type === 'string') return value;
  return { type: 'vector', columns: value.columns.map((column) => mapColumn(column, (v) => -v, column.labels.unnamed())) };
}

import { notSupported, parseError } from '../query-error.ts';
import type { Aggregate, Binary, Call, Expression, ExpressionType } from './expression.ts';
import { AGGREGATIONS, COMPARISONS, SET_OPERATORS, SIGNATURES } from './signatures.ts';

const SAID: Readonly<Record<ExpressionType, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};
const isSimple = (type: ExpressionType): boolean => type === 'scalar' || type === 'vector';

/** Name of a type as Prometheus says it. */
export const typeName = (type: ExpressionType): string => SAID[type];

/**
 * Type of an expression, everything below it checked.
 * @throws DomainError `invalid` (`promql-bad-data`, `promql-unsupported`) that names the place
 */
export function typeOf(expression: Expression, query: string): ExpressionType {
  const { kind, position } = expression;
  switch (kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
      return 'vector';
    case 'range':
      return 'matrix';
    case 'subquery':
      expect('vector', expression.of, 'subquery', query);
      return 'matrix';
    case 'parentheses':
      return typeOf(expression.of, query);
    case 'negation': {
      const type = typeOf(expression.of, query);
      if (!isSimple(type)) {
        throw parseError(
          query,
          position,
          `unary expression only allowed on expressions of type scalar or instant vector, got ${SAID[type]}`,
        );
      }
      return type;
    }
    case 'call':
      return typeOfCall(expression, query);
    case 'aggregate':
      return typeOfAggregate(expression, query);
    case 'binary':
      return typeOfBinary(expression, query);
  }
}

function expect(wanted: ExpressionType, given: Expression, where: string, query: string): void {
  const type = typeOf(given, query);
  if (type !== wanted) throw parseError(query, given.position, `expected type ${SAID[wanted]} in ${where}, got ${SAID[type]}`);
}

function typeOfCall({ name, args, position }: Call, query: string): ExpressionType {
  const signature = SIGNATURES.get(name);
  if (signature === undefined) throw notSupported(query, position, `function ${name}`);
  const most = signature.optional === Infinity ? Infinity : signature.args.length;
  const least = signature.args.length - Math.min(signature.optional, 1);
  if (args.length < least || args.length > most) {
    const wanted = least === most ? `${least}` : args.length < least ? `at least ${least}` : `at most ${most}`;
    throw parseError(query, position, `expected ${wanted} argument(s) in call to "${name}", got ${args.length}`);
  }
  args.forEach((arg, i) => expect(signature.args[Math.min(i, signature.args.length - 1)]!, arg, `call to function "${name}"`, query));
  return signature.returns;
}

function typeOfAggregate({ operator, of, parameter, position }: Aggregate, query: string): ExpressionType {
  if (!AGGREGATIONS.has(operator)) throw notSupported(query, position, `aggregation ${operator}`);
  expect('vector', of, 'aggregation expression', query);
  const wanted = AGGREGATIONS.get(operator);
  const count = wanted === undefined ? 1 : 2;
  if ((parameter === undefined) !== (wanted === undefined)) {
    throw parseError(query, position, `wrong number of arguments for aggregate expression provided, expected ${count}, got ${3 - count}`);
  }
  if (wanted !== undefined) expect(wanted, parameter!, 'aggregation parameter', query);
  return 'vector';
}

function typeOfBinary({ operator, left, right, bool, matching, position }: Binary, query: string): ExpressionType {
  const fail = (message: string): never => {
    throw parseError(query, position, message);
  };
  const types = [typeOf(left, query), typeOf(right, query)];
  if (!types.every(isSimple)) fail('binary expression must contain only scalar and instant vector types');
  const scalars = types.filter((type) => type === 'scalar').length;
  if (bool && !COMPARISONS.has(operator)) fail('bool modifier can only be used on comparison operators');
  if (COMPARISONS.has(operator) && !bool && scalars === 2) fail('comparisons between scalars must use BOOL modifier');
  if (SET_OPERATORS.has(operator)) {
    if (scalars > 0) fail(`set operator "${operator}" not allowed in binary scalar expression`);
    if (matching.cardinality !== 'one-to-one') fail(`no grouping allowed for "${operator}" operation`);
  }
  if (scalars > 0 && matching.labels.length > 0) fail('vector matching only allowed between instant vectors');
  const doubled = matching.on ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (doubled !== undefined) fail(`label "${doubled}" must not occur in ON and GROUP clause at once`);
  return scalars === 2 ? 'scalar' : 'vector';
}

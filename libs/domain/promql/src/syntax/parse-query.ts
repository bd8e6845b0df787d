import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode, Tree } from '@lezer/common';
import { DomainError } from '@cloudops/contracts';
import { parseError } from '../query-error.ts';
import { typeOf } from './check-types.ts';
import type { Expression, ExpressionType } from './expression.ts';
import { readExpression } from './read-expression.ts';
import { children, QueryText } from './read-tree.ts';

export interface ParsedQuery {
  readonly expression: Expression;
  readonly type: ExpressionType;
}

/** Longest query in characters, and deepest nesting of its syntax tree. */
const LONGEST = 16_384;
const DEEPEST = 200;

/**
 * Parses and type-checks a query with the grammar of Prometheus' own editor.
 * @throws DomainError `invalid`: `promql-bad-data` naming line and column, or `promql-unsupported` naming what is left out
 */
export function parseQuery(query: string): ParsedQuery {
  if (query.length > LONGEST) throw parseError(query.slice(0, 1), 0, `a query may have ${LONGEST} characters`);
  const tree = parser.parse(query);
  refuseErrors(tree, query);
  const top = children(tree.topNode)[0];
  if (top === undefined) throw parseError(query, 0, 'no expression found in input');
  const expression = readExpression(top, new QueryText(query));
  return { expression, type: typeOf(expression, query) };
}

function refuseErrors(tree: Tree, query: string): void {
  let depth = 0;
  tree.iterate({
    enter(node) {
      if (++depth > DEEPEST) throw parseError(query, node.from, 'the expression is nested too deeply');
      if (node.type.isError) throw unknownFunction(node.node, query) ?? parseError(query, node.from, describe(node.node, query));
    },
    leave() {
      depth--;
    },
  });
}

/** The grammar knows the functions of one release; another Prometheus may know more. */
function unknownFunction(error: SyntaxNode, query: string): DomainError | undefined {
  const before = error.prevSibling;
  if (before?.name !== 'Identifier' || !query.slice(error.from).startsWith('(')) return undefined;
  const { message } = parseError(query, error.from, `unknown function with name "${query.slice(before.from, before.to)}"`);
  return new DomainError('invalid', 'promql-unsupported', message, { field: 'query' });
}

function describe(error: SyntaxNode, query: string): string {
  if (query.trim() === '') return 'no expression found in input';
  const found = /^\S{1,20}/.exec(query.slice(error.from).trimStart())?.[0];
  return found === undefined ? 'unexpected end of input' : `unexpected ${JSON.stringify(found)}`;
}

import type { SyntaxNode } from '@lezer/common';
import { notSupported, parseError } from '../query-error.ts';
import type { Aggregate, Expression } from './expression.ts';
import { isChain, readChain } from './read-chain.ts';
import { readSelector } from './read-selector.ts';
import { children, type QueryText } from './read-tree.ts';

/** Expression of a syntax node that has no error in it. */
export function readExpression(node: SyntaxNode, source: QueryText): Expression {
  if (isChain(node)) return readChain(node, source, (operand) => readOperand(operand, source));
  // a number carries its sign
  return node.name === 'NumberDurationLiteral'
    ? { kind: 'number', position: node.from, value: source.number(node) }
    : readOperand(node, source);
}

function readOperand(node: SyntaxNode, source: QueryText): Expression {
  const position = node.from;
  const parts = children(node);
  switch (node.name) {
    case 'ParenExpr':
      return { kind: 'parentheses', position, of: readExpression(parts[0]!, source) };
    case 'NumberDurationLiteral':
      return { kind: 'number', position, value: Math.abs(source.number(node)) }; // its sign is a link of the chain
    case 'StringLiteral':
      return { kind: 'string', position, value: source.string(node) };
    case 'VectorSelector':
      return readSelector(node, source);
    case 'FunctionCall':
      return { kind: 'call', position, name: source.text(parts[0]!), args: children(parts[1]!).map((arg) => readExpression(arg, source)) };
    case 'AggregateExpr':
      return readAggregate(node, source);
    default:
      throw notSupported(source.query, position, node.name);
  }
}

function readAggregate(node: SyntaxNode, source: QueryText): Aggregate {
  const modifier = children(node.getChild('AggregateModifier'));
  const args = children(node.getChild('FunctionCallBody')).map((arg) => readExpression(arg, source));
  if (args.length === 0 || args.length > 2) {
    throw parseError(source.query, node.from, `wrong number of arguments for aggregate expression provided, got ${args.length}`);
  }
  return {
    kind: 'aggregate',
    position: node.from,
    operator: source.text(node.getChild('AggregateOp')!).toLowerCase(),
    without: modifier[0]?.name === 'Without',
    labels: source.labels(modifier[1] ?? null),
    parameter: args.length === 2 ? args[0] : undefined,
    of: args.at(-1)!,
  };
}

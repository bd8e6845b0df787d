import type { SyntaxNode } from '@lezer/common';
import { notSupported, parseError } from '../query-error.ts';
import type { Expression, Matching, PinnedTime, Shift } from './expression.ts';
import { children, type QueryText } from './read-tree.ts';
import { ARITHMETIC, COMPARISONS, SET_OPERATORS } from './signatures.ts';

const POWER = 6;
/** How tightly an operator binds; undefined for one that is not answered. */
function precedence(operator: string): number | undefined {
  if (operator === '^') return POWER;
  if (ARITHMETIC.has(operator)) return operator === '+' || operator === '-' ? 4 : 5;
  if (COMPARISONS.has(operator)) return 3;
  return SET_OPERATORS.has(operator) ? (operator === 'or' ? 1 : 2) : undefined;
}

type Link =
  | { readonly kind: 'operand' | 'operator' | 'postfix'; readonly node: SyntaxNode }
  | { readonly kind: 'sign'; readonly node: SyntaxNode; readonly negative: boolean };

const CHAINED: ReadonlySet<string> = new Set([
  'BinaryExpr',
  'UnaryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'MatrixSelector',
  'SubqueryExpr',
]);
export const isChain = ({ name }: SyntaxNode): boolean => CHAINED.has(name);

/**
 * An expression of operators, signs and postfixes (`[5m]`, `offset`, `@`). The grammar serves an editor and groups them wrongly in places
 * (`a - b offset 5m`, `-1 ^ 2`), so they are taken in the order of the text and grouped here as Prometheus does.
 */
export function readChain(node: SyntaxNode, source: QueryText, readOperand: (operand: SyntaxNode) => Expression): Expression {
  return new Chain([...linksOf(node, source)], source, readOperand).expression(0);
}

function* linksOf(node: SyntaxNode, source: QueryText): Generator<Link> {
  const parts = children(node);
  if (node.name === 'BinaryExpr') {
    yield* linksOf(parts[0]!, source);
    yield { kind: 'operator', node };
    yield* linksOf(parts.at(-1)!, source);
  } else if (node.name === 'UnaryExpr') {
    yield { kind: 'sign', node, negative: source.text(parts[0]!) === '-' };
    yield* linksOf(parts[1]!, source);
  } else if (isChain(node)) {
    yield* linksOf(parts[0]!, source);
    yield { kind: 'postfix', node };
  } else {
    const sign = node.name === 'NumberDurationLiteral' ? /^[+-]/.exec(source.text(node))?.[0] : undefined;
    if (sign !== undefined) yield { kind: 'sign', node, negative: sign === '-' };
    yield { kind: 'operand', node };
  }
}

class Chain {
  private at = 0;

  constructor(
    private readonly links: readonly Link[],
    private readonly source: QueryText,
    private readonly readOperand: (operand: SyntaxNode) => Expression,
  ) {}

  /** Everything from here that binds at least as tightly as `least`. */
  expression(least: number): Expression {
    let left = this.signed();
    for (let link = this.links[this.at]; link?.kind === 'operator'; link = this.links[this.at]) {
      const operator = operatorOf(link.node, this.source);
      const binding = precedence(operator);
      if (binding === undefined) throw notSupported(this.source.query, link.node.from, `operator ${operator}`);
      if (binding < least) break;
      this.at++;
      const right = this.expression(operator === '^' ? binding : binding + 1);
      left = { kind: 'binary', position: left.position, operator, left, right, ...modifiersOf(link.node, this.source) };
    }
    return left;
  }

  private signed(): Expression {
    const link = this.links[this.at]!;
    if (link.kind !== 'sign') return this.postfixed();
    this.at++;
    const of = this.expression(POWER); // a sign binds like a product
    return link.negative ? { kind: 'negation', position: link.node.from, of } : of;
  }

  private postfixed(): Expression {
    const { node } = this.links[this.at++]!;
    let inner = this.readOperand(node);
    let plain = node.name === 'VectorSelector';
    for (let link = this.links[this.at]; link?.kind === 'postfix'; link = this.links[this.at]) {
      inner = withPostfix(inner, link.node, plain, this.source);
      plain = false;
      this.at++;
    }
    return inner;
  }
}

function withPostfix(inner: Expression, node: SyntaxNode, plain: boolean, source: QueryText): Expression {
  const parts = children(node);
  const { position } = inner;
  if (node.name === 'MatrixSelector') {
    if (!plain || inner.kind !== 'selector') throw parseError(source.query, position, 'ranges only allowed for vector selectors');
    return { kind: 'range', position, selector: inner, rangeMs: source.duration(parts[1]!, true) };
  }
  if (node.name === 'SubqueryExpr') {
    const [rangeMs, stepMs] = parts.slice(1).map((part) => source.duration(part, true));
    return { kind: 'subquery', position, of: inner, rangeMs: rangeMs!, stepMs, offsetMs: 0 };
  }
  if (node.name === 'OffsetExpr') return shifted(inner, { offsetMs: source.duration(parts.at(-1)!, false) }, source);
  return shifted(inner, { pinned: pinnedTime(parts.at(-1)!, source) }, source);
}

function pinnedTime(node: SyntaxNode, source: QueryText): PinnedTime {
  if (node.name === 'AtModifierPreprocessors') return source.text(node).startsWith('start') ? 'start' : 'end';
  const seconds = source.number(node);
  if (!Number.isFinite(seconds)) throw parseError(source.query, node.from, 'timestamp out of bounds for @ modifier');
  return Math.round(seconds * 1000);
}

function shifted(inner: Expression, shift: Partial<Shift>, source: QueryText): Expression {
  const what = shift.pinned === undefined ? 'offset' : '@';
  const target = inner.kind === 'range' ? inner.selector : inner;
  if (target.kind !== 'selector' && target.kind !== 'subquery') {
    const message = `${what} modifier must be preceded by an instant vector selector or range vector selector or a subquery`;
    throw parseError(source.query, inner.position, message);
  }
  const twice = shift.pinned === undefined ? target.offsetMs !== 0 : target.pinned !== undefined;
  if (twice) throw parseError(source.query, inner.position, `${what} may not be set multiple times`);
  return inner.kind === 'range' ? { ...inner, selector: { ...inner.selector, ...shift } } : { ...target, ...shift };
}

function operatorOf(node: SyntaxNode, source: QueryText): string {
  return source.text(children(node)[1]!).toLowerCase();
}

function modifiersOf(node: SyntaxNode, source: QueryText): { bool: boolean; matching: Matching } {
  const fill = node.getChild('FillModifier');
  if (fill !== null) throw notSupported(source.query, fill.from, source.text(fill));
  const clause = node.getChild('MatchingModifierClause');
  const has = (name: string): boolean => (clause?.getChild(name) ?? null) !== null;
  const lists = clause?.getChildren('GroupingLabels') ?? [];
  const matching: Matching = {
    cardinality: has('GroupLeft') ? 'many-to-one' : has('GroupRight') ? 'one-to-many' : 'one-to-one',
    on: has('On'),
    labels: source.labels(lists[0] ?? null),
    include: source.labels(lists[1] ?? null),
  };
  return { bool: node.getChild('BoolModifier') !== null, matching };
}

import type { Matcher } from '@cloudops/contracts';

/** What an expression evaluates to, in the words of Prometheus' API. */
export type ExpressionType = 'scalar' | 'vector' | 'matrix' | 'string';

/** A fixed time instead of the time of evaluation (`@`): ms, or an end of the query. */
export type PinnedTime = number | 'start' | 'end';

interface Node {
  /** Offset in the query text, for messages. */
  readonly position: number;
}

/** `offset` and `@`; they shift the time that a selector looks at. */
export interface Shift {
  readonly offsetMs: number;
  readonly pinned?: PinnedTime | undefined;
}

export interface Selector extends Node, Shift {
  readonly kind: 'selector';
  readonly matchers: readonly Matcher[];
}
export interface RangeSelector extends Node {
  readonly kind: 'range';
  readonly selector: Selector;
  readonly rangeMs: number;
}
export interface Subquery extends Node, Shift {
  readonly kind: 'subquery';
  readonly of: Expression;
  readonly rangeMs: number;
  /** Undefined: the usual interval of evaluation. */
  readonly stepMs: number | undefined;
}
export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
}
export interface Aggregate extends Node {
  readonly kind: 'aggregate';
  readonly operator: string;
  readonly without: boolean;
  readonly labels: readonly string[];
  readonly parameter: Expression | undefined;
  readonly of: Expression;
}
export interface Matching {
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many';
  /** `on(labels)`; otherwise `ignoring(labels)`. */
  readonly on: boolean;
  readonly labels: readonly string[];
  /** Labels that the one side gives to the many side. */
  readonly include: readonly string[];
}
export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
  readonly bool: boolean;
  readonly matching: Matching;
}
export interface Negation extends Node {
  readonly kind: 'negation';
  readonly of: Expression;
}
/** Kept only for what it may not be followed by; it evaluates to what is inside. */
export interface Parentheses extends Node {
  readonly kind: 'parentheses';
  readonly of: Expression;
}
export interface NumberLiteral extends Node {
  readonly kind: 'number';
  readonly value: number;
}
export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}

export type Expression =
  Selector | RangeSelector | Subquery | Call | Aggregate | Binary | Negation | Parentheses | NumberLiteral | StringLiteral;

/** Without parentheses around it. */
export const bare = (expression: Expression): Expression => (expression.kind === 'parentheses' ? bare(expression.of) : expression);

import type { Expression, Selector } from './syntax/expression.ts';
import { bare } from './syntax/expression.ts';

/** The selector that an expression is, when it is nothing more, and looks at no fixed time. */
export function plainSelector(expression: Expression): Selector | undefined {
  const inner = bare(expression);
  return inner.kind === 'selector' && inner.pinned === undefined ? inner : undefined;
}

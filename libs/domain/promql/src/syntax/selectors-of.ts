import type { Matcher } from '@cloudops/contracts';
import type { Expression } from './expression.ts';

/** Matchers of every selector in an expression, in the order of the text. */
export function selectorsOf(expression: Expression): (readonly Matcher[])[] {
  switch (expression.kind) {
    case 'selector':
      return [expression.matchers];
    case 'range':
      return [expression.selector.matchers];
    case 'subquery':
    case 'negation':
    case 'parentheses':
      return selectorsOf(expression.of);
    case 'aggregate':
      return [...(expression.parameter ? selectorsOf(expression.parameter) : []), ...selectorsOf(expression.of)];
    case 'binary':
      return [...selectorsOf(expression.left), ...selectorsOf(expression.right)];
    case 'call':
      return expression.args.flatMap(selectorsOf);
    case 'number':
    case 'string':
      return [];
  }
}

import type { SyntaxNode } from '@lezer/common';
import type { Matcher } from '@cloudops/contracts';
import { compileMatchers, NAME_LABEL } from '@cloudops/domain-series';
import { parseError } from '../query-error.ts';
import type { Selector } from './expression.ts';
import { children, type QueryText } from './read-tree.ts';

/** `name{label="value", ...}`. @throws DomainError when it could match everything, or a regular expression does not compile */
export function readSelector(node: SyntaxNode, source: QueryText): Selector {
  const fail = (message: string): never => {
    throw parseError(source.query, node.from, message);
  };
  const matchers: Matcher[] = [];
  for (const child of children(node)) {
    if (child.name === 'Identifier') matchers.push({ label: NAME_LABEL, op: '=', value: source.text(child) });
    if (child.name === 'LabelMatchers') matchers.push(...children(child).map((matcher) => readMatcher(matcher, source)));
  }
  const named = node.firstChild?.name === 'Identifier' && matchers.slice(1).some(({ label }) => label === NAME_LABEL);
  if (named) fail('metric name must not be set twice');
  if (matchers.every(acceptsEmpty(fail))) fail('vector selector must contain at least one non-empty matcher');
  return { kind: 'selector', position: node.from, matchers, offsetMs: 0 };
}

function readMatcher(node: SyntaxNode, source: QueryText): Matcher {
  if (node.name === 'QuotedLabelName') return { label: NAME_LABEL, op: '=', value: source.string(node.firstChild!) };
  const [name, operator, value] = children(node);
  const label = name!.name === 'QuotedLabelName' ? source.string(name!.firstChild!) : source.text(name!);
  return { label, op: source.text(operator!) as Matcher['op'], value: source.string(value!) };
}

/** Whether a matcher lets a series without that label pass. */
const acceptsEmpty =
  (fail: (message: string) => never) =>
  (matcher: Matcher): boolean => {
    try {
      return compileMatchers([matcher])('', {});
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error));
    }
  };

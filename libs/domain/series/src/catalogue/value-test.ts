import { DomainError, type Matcher } from '@cloudops/contracts';
import { RE2JS } from 're2js';

/** What a matcher says of a label's value, before its sense (`=` or `!=`) is applied. */
export interface ValueTest {
  readonly test: (value: string) => boolean;
  /** The only values that pass, when they are known without looking at any. */
  readonly literals?: ReadonlySet<string>;
}

const SPECIAL = /[\\^$.|?*+()[\]{}]/;
/** A character that stands for itself, or one that a backslash makes stand for itself. */
const LITERAL = /^(?:[^\\^$.|?*+()[\]{}]|\\[^a-zA-Z0-9\s])*$/u;
const WRAPPED = /^\((?:\?:)?([^()]*)\)$/;
const AROUND = /^(\.[*+])?((?:[^\\^$.|?*+()[\]{}]|\\[^a-zA-Z0-9\s])*)(\.[*+])?$/u;

/**
 * Test of a matcher's value; regular expressions are anchored (as in Prometheus) and run in linear time (RE2), because they come from
 * outside. Those that dashboards write most (`a|b`, `a.*`, `.+`) are told without them: twenty times as fast.
 * @throws DomainError `invalid` (`matcher-regex`) that names the field.
 */
export function valueTest({ op, value }: Matcher, field: string): ValueTest {
  if (op === '=' || op === '!=') return literalTest([value]);
  const alternatives = (WRAPPED.exec(value)?.[1] ?? value).split('|');
  if (alternatives.every((text) => LITERAL.test(text))) return literalTest(alternatives.map(unescape));
  return aroundTest(value) ?? patternTest(value, field);
}

function literalTest(values: readonly string[]): ValueTest {
  const literals = new Set(values);
  return { literals, test: (value) => literals.has(value) };
}

/** `.*text`, `text.*`, `.*text.*` and the same with `.+`. */
function aroundTest(expression: string): ValueTest | undefined {
  const [, before, inner, after] = AROUND.exec(expression) ?? [];
  if (inner === undefined) return undefined;
  const text = unescape(inner);
  const more = (before === '.+' ? 1 : 0) + (after === '.+' ? 1 : 0);
  if (text === '') return more < 2 ? { test: (value) => value.length >= more } : undefined;
  if (before === undefined) return { test: (value) => value.length >= text.length + more && value.startsWith(text) };
  if (after === undefined) return { test: (value) => value.length >= text.length + more && value.endsWith(text) };
  return more > 0 ? undefined : { test: (value) => value.includes(text) };
}

function patternTest(expression: string, field: string): ValueTest {
  try {
    const pattern = RE2JS.compile(expression, RE2JS.DOTALL);
    return { test: (value) => pattern.matches(value) };
  } catch (cause) {
    throw new DomainError('invalid', 'matcher-regex', `The regular expression ${JSON.stringify(expression)} does not compile`, {
      field,
      cause,
    });
  }
}

const unescape = (text: string): string => (SPECIAL.test(text) ? text.replace(/\\(.)/gsu, '$1') : text);

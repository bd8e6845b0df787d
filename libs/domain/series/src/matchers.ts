import { DomainError, type Labels, type Matcher } from '@cloudops/contracts';
import { RE2JS } from 're2js';
import { NAME_LABEL } from './labels.ts';

export type SeriesPredicate = (name: string, labels: Labels) => boolean;

/**
 * Predicate of all matchers; an absent label counts as empty, regular expressions are anchored (both as in Prometheus)
 * and run in linear time (RE2), because they come from outside.
 * @throws DomainError `invalid` (`matcher-regex`) that names the matcher.
 */
export function compileMatchers(matchers: readonly Matcher[]): SeriesPredicate {
  const tests = matchers.map(({ label, op, value }, i) => {
    const test = valueTest(op, value, `matchers[${i}].value`);
    return label === NAME_LABEL
      ? (name: string) => test(name)
      : (_: string, labels: Labels) => test(Object.hasOwn(labels, label) ? labels[label]! : '');
  });
  return (name, labels) => tests.every((test) => test(name, labels));
}

/** Whether a series satisfies every matcher. */
export const matches = (matchers: readonly Matcher[], name: string, labels: Labels): boolean => compileMatchers(matchers)(name, labels);

function valueTest(op: Matcher['op'], expected: string, field: string): (value: string) => boolean {
  if (op === '=') return (value) => value === expected;
  if (op === '!=') return (value) => value !== expected;
  const pattern = compile(expected, field);
  return op === '=~' ? (value) => pattern.matches(value) : (value) => !pattern.matches(value);
}

function compile(expression: string, field: string): RE2JS {
  try {
    return RE2JS.compile(expression, RE2JS.DOTALL);
  } catch (cause) {
    throw new DomainError('invalid', 'matcher-regex', `The regular expression ${JSON.stringify(expression)} does not compile`, {
      field,
      cause,
    });
  }
}

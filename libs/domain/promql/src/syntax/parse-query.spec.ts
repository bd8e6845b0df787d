import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Expression } from './expression.ts';
import { parseQuery } from './parse-query.ts';

/** The expression with every grouping written out. */
function written(e: Expression): string {
  if (e.kind === 'binary') return `(${written(e.left)} ${e.operator} ${written(e.right)})`;
  if (e.kind === 'negation') return `(- ${written(e.of)})`;
  if (e.kind === 'parentheses') return written(e.of);
  if (e.kind === 'number') return String(e.value);
  if (e.kind === 'selector')
    return `${e.matchers[0]!.value}${e.offsetMs ? `~${e.offsetMs}` : ''}${e.pinned !== undefined ? `@${e.pinned}` : ''}`;
  if (e.kind === 'subquery') return `[${written(e.of)}]`;
  throw new Error(e.kind);
}

describe('a query', () => {
  it.each([
    ['a + b * c ^ d ^ e', '(a + (b * (c ^ (d ^ e))))'],
    ['a - b - c', '((a - b) - c)'],
    ['a or b and c unless d', '(a or ((b and c) unless d))'],
    ['a > b + c', '(a > (b + c))'],
    ['-1 ^ 2', '(- (1 ^ 2))'],
    ['-a * b', '((- a) * b)'],
    ['2 ^ -1 * 3', '((2 ^ (- 1)) * 3)'],
    ['a - b offset 5m', '(a - b~300000)'],
    ['a - b offset 5m * c', '(a - (b~300000 * c))'],
    ['a * b @ 5 + c @ end() offset 1s', '((a * b@5000) + c~1000@end)'],
    ['-a offset 1s ^ 2', '(- (a~1000 ^ 2))'],
    ['(a - b) * c', '((a - b) * c)'],
    ['A AND ON() b', '(A and b)'],
  ])('%s groups as %s', (query, groups) => expect(written(parseQuery(query).expression)).toBe(groups));

  const operand = fc.constantFrom('a', 'b', 'c offset 5m', 'd @ 3', '(a + b)');
  const operators = ['or', 'and', '<', '+', '-', '*', '/', '^'];
  it('means the same when every group is written out', () => {
    const chain = fc.array(fc.tuple(fc.constantFrom(...operators), operand), { maxLength: 8 });
    fc.assert(
      fc.property(operand, chain, (first, rest) => {
        const query = [first, ...rest.flat()].join(' ');
        const once = written(parseQuery(query).expression);
        const explicit = once.replaceAll('~300000', ' offset 5m').replaceAll('@3000', ' @ 3');
        expect(written(parseQuery(explicit).expression)).toBe(once);
      }),
    );
  });

  it.each([
    ['rate(a)', '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
    ['sum(a) +\n  nope(b)', '2:7: parse error: unknown function with name "nope"'],
    ['sum(', '1:5: parse error: unexpected end of input'],
    ['a b', '1:3: parse error: unexpected "b"'],
    ['', '1:1: parse error: no expression found in input'],
    ['{a=""}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['1 + acos(a)', '1:5: function acos is not supported here'],
    ['a atan2 b', '1:1: operator atan2 is not supported here'],
    ['limitk(2, a)', '1:1: aggregation limitk is not supported here'],
    ['a[5m:1m]', undefined],
  ])('%j is refused with its place', (query, message) => {
    if (message === undefined) expect(parseQuery(query).type).toBe('matrix');
    else expect(() => parseQuery(query)).toThrow(message);
  });

  it('never fails but by saying why, whatever the text', () => {
    const piece = fc.constantFrom(
      'sum',
      '(',
      ')',
      'a',
      '{',
      '}',
      '[',
      ']',
      '5m',
      ':',
      ',',
      '"x"',
      '=~',
      '+',
      ' by ',
      'rate',
      'offset',
      '@',
      '-',
      '1',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((all) => all.join('')),
        ),
        (query) => {
          try {
            parseQuery(query);
          } catch (error) {
            expect(error).toMatchObject({ name: 'DomainError', kind: 'invalid' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused when it is nested without end', () => {
    expect(() => parseQuery('('.repeat(5_000) + 'a' + ')'.repeat(5_000))).toThrow(/nested too deeply/);
    expect(() => parseQuery('a'.repeat(20_000))).toThrow(/characters/);
  });
});

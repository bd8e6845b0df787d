import { describe, expect, it } from '@jest/globals';
import { matches } from './matchers.ts';
import { parseSelector } from './selector.ts';

describe('parseSelector', () => {
  it.each([
    ['up', [{ label: '__name__', op: '=', value: 'up' }]],
    ['  job:rate5m { } ', [{ label: '__name__', op: '=', value: 'job:rate5m' }]],
    ['{a="1"}', [{ label: 'a', op: '=', value: '1' }]],
    [
      'm{a!=\'x\', b=~"y.*|z",c!~`\\d+`,}',
      [
        { label: '__name__', op: '=', value: 'm' },
        { label: 'a', op: '!=', value: 'x' },
        { label: 'b', op: '=~', value: 'y.*|z' },
        { label: 'c', op: '!~', value: '\\d+' },
      ],
    ],
    ['{a="q\\"\\\\\\n"}', [{ label: 'a', op: '=', value: 'q"\\\n' }]],
  ])('reads %s', (text, matchers) => expect(parseSelector(text)).toEqual(matchers));

  it.each([
    ['', 1],
    ['{}', 3],
    ['up{', 4],
    ['up{a}', 5],
    ['up{a=1}', 6],
    ['up{a="1" b="2"}', 10],
    ['up{a="1', 8],
    ['up{a="1"} offset 5m', 11],
    ['up{a="\\x"}', 8],
    ['1up', 1],
  ])('names the position in %s', (text, position) => {
    expect(() => parseSelector(text)).toThrow(expect.objectContaining({ kind: 'invalid', field: `match[${position}]` }));
  });
});

describe('matches', () => {
  const holds = (selector: string) => matches(parseSelector(selector), 'up', { job: 'node', zone: 'a\nb' });
  it.each([
    'up',
    '{job="node"}',
    '{job=~"no.*"}',
    '{gone=""}',
    '{job!="x"}',
    '{job!~"no"}',
    '{gone!~".+"}',
    '{zone=~"a.b"}',
    '{constructor=""}',
  ])('%s holds', (selector) => expect(holds(selector)).toBe(true));
  it.each(['down', '{job="no"}', '{job=~"no"}', '{gone!=""}', '{job!~"n.*"}'])('%s does not', (selector) =>
    expect(holds(selector)).toBe(false),
  );

  it('refuses a regular expression that does not compile, and runs a nasty one in linear time', () => {
    expect(() => holds('{job=~"("}')).toThrow(expect.objectContaining({ kind: 'invalid', field: 'matchers[0].value' }));
    expect(matches([{ label: 'a', op: '=~', value: '(a+)+b' }], 'm', { a: 'a'.repeat(5000) })).toBe(false);
  });
});

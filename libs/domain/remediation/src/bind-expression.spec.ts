import { describe, expect, it } from '@jest/globals';
import { parseQuery, selectorsOf } from '@cloudops/domain-promql';
import fc from 'fast-check';
import { bindExpression, variableFault } from './bind-expression.ts';
import { SAMPLE_ENTRY } from './sample-proposal.ts';

const bind = (promql: string, over = {}) => bindExpression(promql, { ...SAMPLE_ENTRY, ...over });

describe('bindExpression', () => {
  it('puts fields of the inventory into quoted texts, and leaves comments alone', () => {
    expect(bind(`up{job="{{ entity.id }}", at='{{target.id}}'} # {{ entity.id }}`)).toBe(`up{job="web", at='web'} # {{ entity.id }}`);
  });

  it('gives a regular expression a value that matches only itself', () => {
    const group = 'a.b|.*';
    const [matchers] = selectorsOf(parseQuery(bind('up{g=~"x-{{ target.group }}(:\\\\d+)?"}', { group })).expression);
    expect(matchers).toContainEqual({ label: 'g', op: '=~', value: 'x-a\\.b\\|\\.\\*(:\\d+)?' });
  });

  it('keeps every value inside of its text, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('"', "'"), (group, quote) => {
        const bound = bind(`a{g=${quote}<{{ target.group }}>${quote}} or b`, { group });
        const [first, second] = selectorsOf(parseQuery(bound).expression);
        expect(first).toContainEqual({ label: 'g', op: '=', value: `<${group}>` });
        expect(second).toEqual([{ label: '__name__', op: '=', value: 'b' }]);
      }),
    );
  });
});

describe('variableFault', () => {
  it.each([
    ['a{b="{{ entity.id }}"}', undefined],
    ['a{b="{{ labels.pod }}"}', /labels\.pod .*not known.*entity\.id/],
    ['a{b="{{ constructor }}"}', /not known/],
    ['a{b=`{{ entity.id }}`}', /without backticks/],
  ])('of %s', (promql, fault) => {
    if (fault === undefined) expect(variableFault(promql)).toBeUndefined();
    else expect(variableFault(promql)).toMatch(fault);
  });
});

import { describe, expect, it } from '@jest/globals';
import { flag, instantMs, limit, selector, viewText } from './query-schemas.ts';

describe('query schemas', () => {
  it('read numbers and flags out of text, within their limits', () => {
    expect([limit(10, 5).parse(undefined), limit(10, 5).parse('7')]).toEqual([5, 7]);
    for (const bad of ['', '0', '11', '1.5', 'x', ['1', '2']]) expect(limit(10, 5).safeParse(bad).success).toBe(false);
    expect([flag.parse('true'), flag.parse('false'), flag.parse(undefined)]).toEqual([true, false, undefined]);
    expect(flag.safeParse('1').success).toBe(false);
    expect(instantMs.parse('1768478400000')).toBe(1_768_478_400_000);
    for (const bad of ['-1', '1.5', 'now', '1e400']) expect(instantMs.safeParse(bad).success).toBe(false);
  });

  it('turn a selector into matchers, or say where it is wrong', () => {
    expect(selector.parse('up{job!="x"}')).toEqual([
      { label: '__name__', op: '=', value: 'up' },
      { label: 'job', op: '!=', value: 'x' },
    ]);
    expect(selector.safeParse('up{job=}').error?.issues[0]?.message).toMatch(/position/);
  });

  it('read a view from JSON text', () => {
    expect(viewText.parse('{"kind":"value","series":"00000000000000a1"}')).toEqual({ kind: 'value', series: '00000000000000a1' });
    expect(viewText.safeParse('{').error?.issues[0]?.message).toBe('is not JSON');
    expect(viewText.safeParse('{"kind":"value","series":"x"}').success).toBe(false);
  });
});

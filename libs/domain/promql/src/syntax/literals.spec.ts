import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration, parseNumber } from './duration.ts';
import { unquote } from './string-literal.ts';

describe('literals', () => {
  it('read back any text that is quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const quoted = `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
        expect(unquote(quoted)).toBe(text);
      }),
    );
    expect(unquote("'\\x41\\u00e9\\U0001F600\\101\\t'")).toBe('Aé😀A\t');
    expect(unquote('`\\n"`')).toBe('\\n"');
    for (const bad of ['"', '"a', '"\\q"', '"\\\'"', '"a\nb"', '"\\"']) expect(unquote(bad)).toBeUndefined();
  });

  it('read durations and numbers', () => {
    expect(parseDuration('1h30m')).toBe(5_400_000);
    expect(parseDuration('1y2w3d4h5m6s7ms')).toBe(31_536_000_000 + 2 * 604_800_000 + 3 * 86_400_000 + 14_400_000 + 306_007);
    for (const bad of ['', '5', '1m1h', '-5m', '5 m']) expect(parseDuration(bad)).toBeUndefined();
    expect([parseNumber('0x1F'), parseNumber('-1e3'), parseNumber('+Inf'), parseNumber('1_000'), parseNumber('5m')]).toEqual([
      31,
      -1000,
      Infinity,
      1000,
      300,
    ]);
    expect(parseNumber('NaN')).toBeNaN();
    expect(parseNumber('x')).toBeUndefined();
  });
});

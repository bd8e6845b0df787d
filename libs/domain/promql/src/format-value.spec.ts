import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatValue, plainNumber } from './format-value.ts';

describe('a value as text', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [1e-6, '0.000001'],
    [9.5e-7, '9.5e-07'],
    [-1e-100, '-1e-100'],
    [1e20, '100000000000000000000'],
    [1e21, '1e+21'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('%p is %s', (value, text) => expect(formatValue(value)).toBe(text));

  it('reads back as itself, with and without exponents', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatValue(value))).toBe(value);
        expect(Number(plainNumber(value))).toBe(value);
        expect(plainNumber(value)).toMatch(/^-?\d+(\.\d+)?$/);
      }),
    );
  });
});

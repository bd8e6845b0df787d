import { describe, expect, it } from '@jest/globals';
import { clock, localTimes, short } from './format.ts';

describe('short', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1250, '1.25 k'],
    [1.5e9, '1.5 G'],
    [-2500, '-2.5 k'],
    [0.00123456, '0.001235'],
    [Infinity, 'Infinity'],
  ])('writes %p as %p', (value, text) => expect(short(value)).toBe(text));
});

describe('localTimes', () => {
  it('turns every instant of a sentence into local clock time and leaves the rest alone', () => {
    const at = '2026-11-23T10:03:08.254Z';
    expect(localTimes(`is back since ${at}; began ${at}`)).toBe(`is back since ${clock(at)}; began ${clock(at)}`);
    expect(localTimes('nothing to see')).toBe('nothing to see');
  });
});

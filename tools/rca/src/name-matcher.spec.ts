import { describe, expect, it } from '@jest/globals';
import { nameMatcher } from './name-matcher.ts';

describe('nameMatcher', () => {
  const nameOf = nameMatcher(new Set(['Cart/prod', 'search', 'Search']));
  it('forgives case and punctuation', () => expect(nameOf('cart_PROD ')).toBe('Cart/prod'));
  it('never confuses two that are measured', () => expect([nameOf('search'), nameOf('Search')]).toEqual(['search', 'Search']));
  it('does not guess', () => expect([nameOf('SEARCH'), nameOf('pay')]).toEqual(['SEARCH', 'pay']));
});

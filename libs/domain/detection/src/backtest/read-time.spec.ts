import { expect, it } from '@jest/globals';
import { readTime } from './read-time.ts';

it('reads dates, seconds, milliseconds and row numbers', () => {
  expect(readTime('2014-04-15 15:44:00.000000')).toBe(Date.UTC(2014, 3, 15, 15, 44));
  expect(readTime('2014-04-15T15:44:00+02:00')).toBe(Date.UTC(2014, 3, 15, 13, 44));
  expect(readTime('2014-04-15')).toBe(Date.UTC(2014, 3, 15));
  expect(readTime('1700000000')).toBe(1_700_000_000_000);
  expect(readTime('1700000000000')).toBe(1_700_000_000_000);
  expect(readTime('7')).toBe(420_000);
  expect(readTime('soon')).toBeNaN();
});

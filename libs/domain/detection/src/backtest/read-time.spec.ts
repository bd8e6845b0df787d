import { expect, it } from '@jest/globals';
import { readTime } from './read-time.ts';

const AT = Date.UTC(2014, 3, 15, 15, 44);

it.each([
  '2014-04-15 15:44:00.000000',
  '2014-04-15T15:44:00Z',
  '2014-04-15T15:44:00.000Z',
  '2014-04-15T15:44',
  '2014-04-15 15:44:00+00:00',
  '2014-04-15 15:44:00 UTC',
  '2014-04-15 17:44:00 +0200',
  '2014-04-15T10:14:00-05:30',
  '4/15/2014 15:44',
  '2014/04/15 15:44:00',
  ' 1397576640 ',
  '1397576640.0',
  '1.39757664e9',
  '1397576640000',
  '1397576640000000',
  '1397576640000000000',
])('reads %s', (stamp) => expect(readTime(stamp)).toBe(AT));

it('reads days, fractions and row numbers', () => {
  expect(readTime('2014-04-15')).toBe(Date.UTC(2014, 3, 15));
  expect(readTime('2014-04-15 5:44')).toBe(Date.UTC(2014, 3, 15, 5, 44));
  expect(readTime('1397576640.25')).toBe(AT + 250);
  expect(readTime('0')).toBe(0);
  expect(readTime('7')).toBe(420_000);
});

it.each(['', 'soon', 'row 7', 'NaN', 'Infinity', '1,5', '2014-13-45 99:99:99', '99/99/2014'])('takes %p for no time', (stamp) => {
  expect(readTime(stamp)).toBeNaN();
});

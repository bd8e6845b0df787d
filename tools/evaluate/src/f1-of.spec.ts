import { expect, it } from '@jest/globals';
import { f1Of } from './f1-of.ts';

const stamps = Array.from({ length: 10 }, (_, i) => `t${i}`);
const alarmed = (rows: readonly number[], windows: [string, string][] = [['t2', 't4']]) => ({
  stamps,
  windows,
  alarms: stamps.map((_, i) => rows.includes(i)),
});

it('counts runs of alarms once, and windows by whether they have one', () => {
  expect(f1Of([alarmed([2, 3, 4])])).toBe(1);
  expect(f1Of([alarmed([2, 3, 7])])).toBeCloseTo(2 / 3 + (1 - 2 / 3) * 0, 5);
  expect(
    f1Of([
      alarmed(
        [4],
        [
          ['t2', 't4'],
          ['t6', 't8'],
        ],
      ),
    ]),
  ).toBeCloseTo(2 / 3, 5);
});

it('is 0 where nothing was found or nothing was to be found', () => {
  expect(f1Of([alarmed([])])).toBe(0);
  expect(f1Of([alarmed([1], [])])).toBe(0);
});

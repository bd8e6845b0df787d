import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chancesOf } from './chances.ts';

const MINUTE = 60_000;

it('asks less of a series with fewer points a week, between five minutes and an hour', () => {
  expect([0, 1000, MINUTE, 5 * MINUTE].map(chancesOf)).toEqual([1, 1, 1, 1]);
  expect(chancesOf(60 * MINUTE)).toBeCloseTo(Math.sqrt(Math.log(168) / Math.log(2016)), 10);
  expect(chancesOf(24 * 60 * MINUTE)).toBe(chancesOf(60 * MINUTE));
});

it('never asks more of the rarer points', () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e9), (a, b) => {
      expect(chancesOf(Math.max(a, b))).toBeLessThanOrEqual(chancesOf(Math.min(a, b)));
    }),
  );
});

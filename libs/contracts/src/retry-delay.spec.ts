import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retryDelayMs } from './retry-delay.ts';

const backoff = { firstMs: 250, longestMs: 5_000 };

it('doubles with each failure until the longest, less nothing when chance says so', () => {
  expect([1, 2, 3, 5, 6, 2_000].map((failures) => retryDelayMs(failures, backoff, 1))).toEqual([250, 500, 1_000, 4_000, 5_000, 5_000]);
});

it('takes off up to half by chance', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), random, (failures, r) => {
      const whole = retryDelayMs(failures, backoff, 1);
      const delay = retryDelayMs(failures, backoff, r);
      expect(delay).toBeGreaterThanOrEqual(whole / 2);
      expect(delay).toBeLessThanOrEqual(whole);
    }),
  );
});

import { expect, it } from '@jest/globals';
import { catchUpOf } from './catch-up.ts';

it('sends what the outage left behind and what comes meanwhile', () => {
  const { liveSamplesPerSecond, rounds, idealSeconds } = catchUpOf(1_350, { series: 10_000, stepMs: 15_000 });
  expect(liveSamplesPerSecond).toBeCloseTo(666.67, 2);
  expect(idealSeconds).toBe(150);
  expect((rounds * 10_000) / (10 * liveSamplesPerSecond)).toBeCloseTo(150, 0); // at ten times the live rate it takes as long as that
});

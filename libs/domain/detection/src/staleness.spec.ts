import { expect, it } from '@jest/globals';
import { observe } from './detector.ts';
import { DetectorState } from './detector-state.ts';
import { giveUp } from './excursion.ts';
import { GENERIC } from './signal-profile.ts';
import { silenceOf } from './staleness.ts';
import { noise } from './testing/noise.ts';

const MINUTE = 60_000;
const start = 1_700_000_000_000;

it('tells a pause from silence, from giving up, from forgetting', () => {
  const state = new DetectorState();
  noise(100, 10, 1).forEach((v, i) => observe(state, start + i * 15_000, v, GENERIC));
  const last = start + 99 * 15_000;
  expect([15_000, 75_001, 6 * MINUTE, 61 * MINUTE].map((ms) => silenceOf(state, last + ms, last))).toEqual([
    'reporting',
    'silent',
    'given-up',
    'forgotten',
  ]);
});

it('a mean of nothing is silent, not forgotten, while its series report', () => {
  expect(silenceOf(new DetectorState(), start + 1000, start)).not.toBe('forgotten');
  expect(silenceOf(new DetectorState(), start + 61 * MINUTE, start)).toBe('forgotten');
});

it('an anomaly whose series vanished ends as unknown, with the last value that was really seen', () => {
  const state = new DetectorState();
  [...noise(100, 10, 1), ...noise(10, 90, 1)].forEach((v, i) => observe(state, start + i * 1000, v, GENERIC));
  const cleared = giveUp(state, start + 10 * MINUTE);
  expect(cleared).toMatchObject({ type: 'cleared', cause: 'stale', onset: start + 100_000 });
  expect(cleared.value).toBeGreaterThan(80);
});

import { describe, expect, it } from '@jest/globals';
import { durationParameter, timeParameter } from './prometheus-parameters.ts';

describe('parameters of the Prometheus API', () => {
  it.each([
    ['0', 0],
    ['1435781451.781', 1435781451781],
    ['1e3', 1_000_000],
    ['2015-07-01T20:10:51.781Z', 1435781451781],
    ['2015-07-01T22:10:51+02:00', 1435781451000],
    ['2015-07-01', undefined],
    ['now', undefined],
    ['', undefined],
    ['1e99', undefined],
  ])('time %p is %p ms', (text, ms) => expect(timeParameter(text)).toBe(ms));

  it.each([
    ['15', 15_000],
    ['0.5', 500],
    ['1m30s', 90_000],
    ['1d', 86_400_000],
    ['100ms', 100],
    ['-5', undefined],
    ['5x', undefined],
    ['', undefined],
  ])('duration %p is %p ms', (text, ms) => expect(durationParameter(text)).toBe(ms));
});

import { expect, it } from '@jest/globals';
import { encodeWrite } from '@cloudops/testing';
import { shiftTimes, timesOf } from './shift-times.ts';

const HOUR = 3_600_000;
const at = (...times: number[]) => {
  const samples = { times: Float64Array.from(times), values: new Float64Array(times.length).fill(1.5) };
  return encodeWrite([
    { labels: { __name__: 'a', b: 'c' }, samples },
    { labels: { __name__: 'b', b: 'c' }, samples },
  ]);
};

it('moves every sample and nothing else', () => {
  const time = 1_795_000_000_000;
  expect([...shiftTimes(at(time, time + 15_000), -25 * HOUR)]).toEqual([...at(time - 25 * HOUR, time - 25 * HOUR + 15_000)]);
});

it('says when its samples are', () => {
  expect(timesOf(at(1_795_000_000_000, 1_795_000_015_000))).toEqual({ from: 1_795_000_000_000, to: 1_795_000_015_000 });
  expect(timesOf(encodeWrite([]))).toBeUndefined();
});

it('does not move a sample to where its time has another length', () => {
  expect(() => shiftTimes(at(1_795_000_000_000), -1_794_999_999_000)).toThrow('cannot be moved');
});

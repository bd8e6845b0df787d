import { expect, it } from '@jest/globals';
import { curveOf } from './curve.ts';

it('says how far the dearest point lies above the cheapest', () => {
  const point = (series: number, cpuSecondsPerMillion: number) => ({ series, ours: { cpuSecondsPerMillion, rssMb: series / 100 } });
  expect(curveOf([point(2_000, 2.2), point(20_000, 2), point(200_000, 2.5)])).toEqual({
    flatness: { ours: { dearestAboveCheapest: 0.25, rssMbBySeries: { 2000: 20, 20000: 200, 200000: 2000 } } },
  });
});

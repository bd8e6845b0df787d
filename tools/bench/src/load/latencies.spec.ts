import { expect, it } from '@jest/globals';
import { Latencies } from './latencies.ts';

it('gives nearest-rank quantiles', () => {
  const latencies = new Latencies();
  expect(latencies.quantile(0.5)).toBe(0);
  for (let i = 100; i >= 1; i--) latencies.add(i);
  expect([latencies.quantile(0.5), latencies.quantile(0.99), latencies.quantile(1)]).toEqual([50, 99, 100]);
});

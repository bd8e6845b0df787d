import { expect, it } from '@jest/globals';
import { identifySeries } from '@cloudops/domain-series';
import { encodeWrite } from '@cloudops/testing';
import { SampleSet } from './sample-set.ts';
import { TimeSeriesReader } from './time-series-reader.ts';

it('reads labels, times and the bits of values', () => {
  const values = Float64Array.of(0, -0, 1e300, NaN);
  const labels = { __name__: 'temperature', room: 'Küche' };
  const set = new SampleSet();
  const body = encodeWrite([{ labels, samples: { times: Float64Array.of(1_795_000_000_000, 2, 3, 4), values } }]);
  expect(new TimeSeriesReader(set).writeRequest(body)).toBe(4);
  const { id } = identifySeries(labels);
  expect(set.labels.get(id)).toEqual(labels);
  const seen = set.series.get(id)!;
  expect(seen.times).toEqual([1_795_000_000_000, 2, 3, 4]);
  expect(seen.times.map((_, i) => seen.bits(i))).toEqual(['0000000000000000', '8000000000000000', '7e37e43c8800759c', '7ff8000000000000']);
});

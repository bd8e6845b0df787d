import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CHUNK_SPAN_MS } from '../chunk-span.ts';
import type { StoredPack } from '../ports/sample-history.ts';
import { wordsOf } from '../known-series.ts';
import { arbitrarySamples, plain, samplesOf } from '../testing/arbitrary-samples.ts';
import { type Samples, staleMarker } from '../samples.ts';
import { Pack } from './pack.ts';
import { gatherPacks, packColumns } from './pack-columns.ts';
import { SampleGathering } from './sample-gathering.ts';
import { SampleRoom } from './sample-room.ts';
import { statsOf } from './sample-stats.ts';

type Series = readonly [id: bigint, samples: Samples];
const series = fc
  .uniqueArray(fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), arbitrarySamples), { selector: ([id]) => id, maxLength: 8 })
  .map((all) => all.filter(([, { times }]) => times.length > 0));
const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;
const stale = staleMarker(5);
/** Used again and again, as in service. */
const room = new SampleRoom();

const columnsOf = (all: readonly Series[]) => {
  const gathering = new SampleGathering(room);
  for (const [id, { times, values }] of all) gathering.add(...wordsOf(id), gathering.source(times, values), 0, times.length);
  return gathering.columns();
};
const read = (packs: readonly StoredPack[], id: bigint) =>
  packs.flatMap(({ body }) => {
    const pack = new Pack(body);
    const place = pack.placeOf(BigInt.asIntN(64, id));
    return place < 0 ? [] : plain(pack.samples(place));
  });

describe('packs', () => {
  it('return every bit of every sample, stay inside a span and say what they hold', () => {
    fc.assert(
      fc.property(series, (all) => {
        const packs = packColumns(columnsOf(all), 1);
        for (const [id, samples] of all) expect(read(packs, id)).toEqual(plain(samples));
        expect(packs.reduce((sum, { samples }) => sum + samples, 0)).toBe(all.reduce((sum, [, { times }]) => sum + times.length, 0));
        for (const { body } of packs) {
          const pack = new Pack(body);
          pack.ids.forEach((_, place) => expect(pack.stats(place)).toEqual(statsOf(pack.samples(place).values)));
        }
        for (const { firstAt, lastAt } of packs) expect(Math.floor(lastAt / CHUNK_SPAN_MS)).toBe(Math.floor(firstAt / CHUNK_SPAN_MS));
      }),
    );
  });

  it('merge into the same samples, range of ids by range of ids, each time once', () => {
    fc.assert(
      fc.property(series, fc.bigInt({ min: LOWEST, max: HIGHEST }), (all, cut) => {
        const halves = [0, 1].map((half) =>
          all.map(([id, { times, values }]): Series => {
            const middle = times.length >> 1;
            const range: [number, number] = half === 0 ? [0, middle + 1] : [middle, times.length];
            return [id, { times: times.subarray(...range), values: values.subarray(...range) }];
          }),
        );
        const bodies = halves.flatMap((half) => packColumns(columnsOf(half), 1)).map(({ body }) => body);
        const ranges = [[LOWEST, cut] as const, [cut + 1n, HIGHEST] as const];
        const merged = ranges.flatMap(([first, last]) => packColumns(gatherPacks(bodies, first, last, room), 1));
        for (const [id, samples] of all) expect(read(merged, id)).toEqual(plain(samples));
      }),
    );
  });

  it('take little: shared times, whole numbers and decimals by their differences', () => {
    const times = Array.from({ length: 480 }, (_, i) => 1_760_000_400_000 + i * 15_000);
    const all = Array.from({ length: 60 }, (_, i): Series => {
      let value = i;
      return [BigInt(i), samplesOf(...times.map((time, n): [number, number] => [time, (value += i % 2 ? 0 : ((n * 7) % 13) / 100)]))];
    });
    const packs = packColumns(
      columnsOf(all.map(([id, { times, values }]) => [id, { times, values: values.map((v) => Math.round(v * 100) / 100) }])),
      9,
    );
    expect(packs.reduce((sum, { body }) => sum + body.length, 0) / (60 * 480)).toBeLessThan(1);
  });

  it('say the least, the largest and the number of samples of a series, without reading any', () => {
    const [pack] = packColumns(
      columnsOf([
        [1n, samplesOf([1, 2.5], [2, NaN], [3, -1.25])],
        [2n, samplesOf([1, 7], [2, 7])],
        [3n, stale],
      ]),
      1,
    );
    const { body } = pack!;
    const directory = new Pack(body.subarray(0, 5 + new DataView(body.buffer, body.byteOffset).getUint32(1, true)));
    expect([0, 1, 2].map((place) => directory.stats(place))).toEqual([
      { samples: 3, staleMarkers: 0, min: -1.25, max: 2.5 },
      { samples: 2, staleMarkers: 0, min: 7, max: 7 },
      { samples: 1, staleMarkers: 1, min: NaN, max: NaN },
    ]);
  });

  it('of the first version stay readable', () => {
    const written =
      'ASi1L/0gfgUDANJEEh+wNY0B4OztEAxda81ZqB+hcvzgwu/UHT3YXsNbSpkCr7oeCRNqsmKDCSAA9J5SH+M79639Wp/Sb7MwhT0scYKFRKne9Uw+egIIAIlqPMwMoiINQgIZg4HBjAsQAQ==';
    const pack = new Pack(Buffer.from(written, 'base64'));
    expect([...pack.ids]).toEqual([4n - 2n ** 63n, 1n, 2n, 3n]);
    const odd = samplesOf([1000, NaN], [16000, -0], [31000, Math.PI], [46000, Infinity]);
    expect(plain(pack.samples(0))).toEqual(plain(odd));
    expect(pack.samples(1)).toEqual(samplesOf([1000, 5], [16000, 5], [31000, 5]));
    expect(pack.samples(2)).toEqual(samplesOf([1000, 1.25], [16000, 2.5], [31000, 2]));
    expect(pack.samples(3)).toEqual(samplesOf([1000, 1], [16000, 2], [31000, 3], [46000, 4]));
    expect(pack.stats(2)).toEqual({ samples: 3, staleMarkers: 0, min: 1.25, max: 2.5 });
  });

  it('refuse what they did not write', () => {
    const [pack] = packColumns(columnsOf([[1n, samplesOf([1, 1])]]), 1);
    expect(() => new Pack(Uint8Array.of(9, ...pack!.body.subarray(1)))).toThrow(/does not decode/);
  });
});

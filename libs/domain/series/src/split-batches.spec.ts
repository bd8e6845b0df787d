import { describe, expect, it } from '@jest/globals';
import { decodeBatch } from '@cloudops/contracts';
import fc from 'fast-check';
import { decodeChunk } from './chunk/chunk.ts';
import { CHUNK_SPAN_MS, foldBatches } from './fold-batches.ts';
import { mergeSamples } from './merge-samples.ts';
import { splitBatches, withSeq } from './split-batches.ts';
import { arbitrarySamples, plain } from './testing/arbitrary-samples.ts';

const series = fc.array(arbitrarySamples, { maxLength: 6 }).map((all) => all.map((samples, i) => ({ id: BigInt(i + 1), ...samples })));

describe('splitBatches', () => {
  it('loses nothing, stays below the limit, and states times and counts', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 60, max: 3000 }), (sent, maxBytes) => {
        const rows = splitBatches(3, sent, maxBytes);
        const found = rows.flatMap(({ body }) => decodeBatch(body).series);
        for (const one of sent) expect(found.filter(({ id }) => id === one.id).flatMap(plain)).toEqual(plain(one));
        for (const row of rows) {
          const { series, partition } = decodeBatch(row.body);
          const times = series.flatMap((one) => [...one.times]);
          expect(row).toMatchObject({ partition: 3, samples: times.length, minTime: Math.min(...times), maxTime: Math.max(...times) });
          expect(partition).toBe(3);
          expect(row.body.length).toBeLessThanOrEqual(maxBytes);
        }
      }),
    );
  });

  it('takes a seq later', () => {
    const [row] = splitBatches(0, [{ id: 1n, times: Float64Array.of(1), values: Float64Array.of(1) }]);
    expect(decodeBatch(withSeq(row!.body, 2n ** 40n)).seq).toBe(2n ** 40n);
    expect(decodeBatch(row!.body).seq).toBe(0n);
  });
});

describe('foldBatches', () => {
  it('makes chunks that hold everything once and never cross a span', () => {
    fc.assert(
      fc.property(series, (sent) => {
        const bodies = splitBatches(0, sent, 2000).map(({ body }) => body);
        const chunks = foldBatches([...bodies, ...bodies]);
        for (const { id, ...samples } of sent) {
          const own = chunks.filter(({ seriesId }) => seriesId === id);
          expect(plain(mergeSamples(own.map(({ body }) => decodeChunk(body))))).toEqual(plain(samples));
          expect(own.reduce((sum, chunk) => sum + chunk.samples, 0)).toBe(samples.times.length);
        }
        for (const { firstAt, lastAt } of chunks) expect(Math.floor(lastAt / CHUNK_SPAN_MS)).toBe(Math.floor(firstAt / CHUNK_SPAN_MS));
      }),
    );
  });
});

import { decodeBatch } from '@cloudops/contracts';
import { encodeBlock } from './chunk/chunk.ts';
import { mergeSamples } from './merge-samples.ts';
import type { Chunk } from './ports/sample-history.ts';
import { lowerBound, type Samples } from './samples.ts';

/** No chunk reaches over a boundary of this many ms, so that a read knows how far back a chunk can begin. */
export const CHUNK_SPAN_MS = 2 * 3_600_000;

/** Chunks of everything in these batches (in seq order), one per series and span. */
export function foldBatches(bodies: readonly Uint8Array[]): Chunk[] {
  const runs = new Map<bigint, Samples[]>();
  for (const body of bodies) {
    for (const { id, times, values } of decodeBatch(body).series) {
      const known = runs.get(id);
      if (known === undefined) runs.set(id, [{ times, values }]);
      else known.push({ times, values });
    }
  }
  return [...runs].flatMap(([id, parts]) => chunksOf(id, mergeSamples(parts)));
}

/** Chunks of one series, cut at multiples of the span. */
export function chunksOf(seriesId: bigint, samples: Samples): Chunk[] {
  const chunks: Chunk[] = [];
  const { times, values } = samples;
  for (let start = 0; start < times.length;) {
    const boundary = (Math.floor(times[start]! / CHUNK_SPAN_MS) + 1) * CHUNK_SPAN_MS;
    const end = start + lowerBound(times.subarray(start), boundary);
    const body = encodeBlock({ times: times.subarray(start, end), values: values.subarray(start, end) });
    chunks.push({ seriesId, firstAt: times[start]!, lastAt: times[end - 1]!, samples: end - start, body });
    start = end;
  }
  return chunks;
}

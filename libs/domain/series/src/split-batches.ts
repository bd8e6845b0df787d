import { encodeBatch, type BatchSeries } from '@cloudops/contracts';
import type { JournalRow } from './ports/journal.ts';

/** Largest encoded batch, bytes: it is also one message on the bus. */
export const BATCH_BYTES = 256 * 1024;
const HEADER_BYTES = 15;
const SERIES_BYTES = 12;
const SAMPLE_BYTES = 16;

/** Journal rows of one partition, none above `maxBytes`; a series that is longer continues in the next row. Seq is 0 until the relay gives one. */
export function splitBatches(partition: number, series: readonly BatchSeries[], maxBytes = BATCH_BYTES): JournalRow[] {
  const rows: JournalRow[] = [];
  let open: BatchSeries[] = [];
  let bytes = HEADER_BYTES;
  const close = () => {
    if (open.length > 0) rows.push(rowOf(partition, open));
    open = [];
    bytes = HEADER_BYTES;
  };
  for (const { id, times, values } of series) {
    for (let start = 0; start < times.length;) {
      if (bytes + SERIES_BYTES + SAMPLE_BYTES > maxBytes) close();
      const fitting = Math.max(1, Math.floor((maxBytes - bytes - SERIES_BYTES) / SAMPLE_BYTES));
      const end = Math.min(times.length, start + fitting);
      open.push({ id, times: times.subarray(start, end), values: values.subarray(start, end) });
      bytes += SERIES_BYTES + (end - start) * SAMPLE_BYTES;
      start = end;
    }
  }
  close();
  return rows;
}

function rowOf(partition: number, series: readonly BatchSeries[]): JournalRow {
  let samples = 0;
  let minTime = Infinity;
  let maxTime = 0;
  for (const { times } of series) {
    samples += times.length;
    minTime = Math.min(minTime, times[0]!);
    maxTime = Math.max(maxTime, times.at(-1)!);
  }
  return { partition, samples, minTime, maxTime, body: encodeBatch({ partition, seq: 0n, series }) };
}

/** A batch with another seq in its header, as the contracts lay it out; the body is copied. */
export function withSeq(body: Uint8Array, seq: bigint): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(body);
  new DataView(copy.buffer).setBigUint64(3, seq, true);
  return copy;
}

import { encodeColumns, type SampleColumns } from '@cloudops/contracts';
import type { PendingSeries } from './pending-series.ts';
import type { JournalRow } from './ports/journal.ts';
import { sortRange } from './sample-column.ts';
import { partitionOfWords } from './series-id.ts';

/** Samples of one journal row at most: about 250 KiB, which is also one message on the bus. */
export const ROW_SAMPLES = 12_000;

/** Journal rows of everything pending, by partition; a series that is longer than a row continues in the next. Seq is given later. */
export function splitPending(pending: PendingSeries, partitions: number, rowSamples = ROW_SAMPLES): JournalRow[] {
  const members: number[][] = Array.from({ length: partitions }, () => []);
  for (let entry = 0; entry < pending.size; entry++) {
    const { low, high } = pending.identities[entry]!;
    if (pending.count[entry]! > 0) members[partitionOfWords(low, high, partitions)]!.push(entry);
  }
  return members.flatMap((entries, partition) => rowsOf(partition, columnsOf(pending, entries), rowSamples));
}

function columnsOf(pending: PendingSeries, entries: readonly number[]): SampleColumns {
  const starts = new Uint32Array(entries.length + 1);
  entries.forEach((entry, i) => (starts[i + 1] = starts[i]! + pending.count[entry]!));
  const ids = new Uint32Array(2 * entries.length);
  const { times, words } = pending.room.columns(starts[entries.length]!);
  const values = new Float64Array(words.buffer, words.byteOffset, times.length);
  entries.forEach((entry, i) => {
    const { low, high } = pending.identities[entry]!;
    ids[2 * i] = low;
    ids[2 * i + 1] = high;
    pending.copy(entry, times, words, starts[i]!);
    if (pending.unsorted[entry] === 1) sortRange(times, values, starts[i]!, starts[i + 1]!);
  });
  return { ids, starts, times, values };
}

function rowsOf(partition: number, columns: SampleColumns, rowSamples: number): JournalRow[] {
  const rows: JournalRow[] = [];
  const { ids, starts, times, values } = columns;
  const series = starts.length - 1;
  for (let from = 0, first = 0; from < times.length;) {
    const to = Math.min(times.length, from + rowSamples);
    let last = first;
    while (last < series && starts[last]! < to) last += 1;
    const cut = new Uint32Array(last - first + 1);
    for (let i = 0; i < cut.length; i++) cut[i] = Math.min(to, Math.max(from, starts[first + i]!)) - from;
    const part = {
      ids: ids.subarray(2 * first, 2 * last),
      starts: cut,
      times: times.subarray(from, to),
      values: values.subarray(from, to),
    };
    rows.push({ partition, samples: to - from, ...rangeOf(part.times), body: encodeColumns(partition, part) });
    first = starts[last]! > to ? last - 1 : last;
    from = to;
  }
  return rows;
}

function rangeOf(times: Float64Array): { minTime: number; maxTime: number } {
  let [minTime, maxTime] = [Infinity, -Infinity];
  for (const time of times) {
    if (time < minTime) minTime = time;
    if (time > maxTime) maxTime = time;
  }
  return { minTime, maxTime };
}

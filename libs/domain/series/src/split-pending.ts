import { encodeColumns, type SampleColumns } from '@cloudops/contracts';
import type { PendingSeries } from './pending-series.ts';
import type { JournalRow } from './ports/journal.ts';
import { sortRange } from './sample-column.ts';
import { partitionOfWords } from './series-id.ts';

/** Samples of one journal row at most: about 250 KiB, which is also one message on the bus. */
export const ROW_SAMPLES = 12_000;

/** Journal rows of everything pending, by partition; a series that is longer than a row continues in the next. Seq is given later. */
export function splitPending(pending: PendingSeries, partitions: number, rowSamples = ROW_SAMPLES): JournalRow[] {
  const { members, ends } = byPartition(pending, partitions);
  return Array.from(ends, (end, partition) => {
    const entries = members.subarray(ends[partition - 1] ?? 0, end);
    return entries.length === 0 ? [] : rowsOf(partition, columnsOf(pending, entries), rowSamples);
  }).flat();
}

/** Entries with samples, partition after partition, and where those of each end. */
function byPartition({ low, high, count, size }: PendingSeries, partitions: number): { members: Uint32Array; ends: Uint32Array } {
  const partitionOf = new Uint16Array(size);
  const ends = new Uint32Array(partitions);
  for (let entry = 0; entry < size; entry++) {
    if (count[entry] === 0) continue;
    partitionOf[entry] = partitionOfWords(low[entry]!, high[entry]!, partitions);
    ends[partitionOf[entry]!]! += 1;
  }
  for (let partition = 1; partition < partitions; partition++) ends[partition]! += ends[partition - 1]!;
  const members = new Uint32Array(ends[partitions - 1]!);
  const next = Uint32Array.from({ length: partitions }, (_, partition) => (partition === 0 ? 0 : ends[partition - 1]!));
  for (let entry = 0; entry < size; entry++) if (count[entry]! > 0) members[next[partitionOf[entry]!]!++] = entry;
  return { members, ends };
}

function columnsOf(pending: PendingSeries, entries: Uint32Array): SampleColumns {
  const { low, high, count, unsorted } = pending;
  const starts = new Uint32Array(entries.length + 1);
  for (let i = 0; i < entries.length; i++) starts[i + 1] = starts[i]! + count[entries[i]!]!;
  const ids = new Uint32Array(2 * entries.length);
  const { times, words } = pending.room.columns(starts[entries.length]!);
  const values = new Float64Array(words.buffer, words.byteOffset, times.length);
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    ids[2 * i] = low[entry]!;
    ids[2 * i + 1] = high[entry]!;
    pending.copy(entry, times, words, starts[i]!);
    if (unsorted[entry] === 1) sortRange(times, values, starts[i]!, starts[i + 1]!);
  }
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

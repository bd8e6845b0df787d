import type { SampleColumns } from '@cloudops/contracts';
import { SampleColumn } from '../sample-column.ts';
import { larger, type SeriesTable } from '../series-table.ts';
import { SampleRoom } from './sample-room.ts';

const RUN = 5;

/** Brings runs of samples of many series together, each series in one piece. */
export class SampleGathering {
  readonly #room: SampleRoom;
  readonly #series: SeriesTable;
  readonly #sources: { times: Float64Array; words: Uint32Array }[] = [];
  /** Five numbers a run: slot, source, start of its times and of its values, samples. */
  #runs = new Int32Array(5 * 1024);
  #length = 0;

  /** @param room for what `columns` returns */
  constructor(room = new SampleRoom()) {
    this.#room = room;
    this.#series = room.series();
  }

  /** Columns that runs will point into; returns their number. */
  source(times: Float64Array, values: Float64Array): number {
    return this.#sources.push({ times, words: new Uint32Array(values.buffer, values.byteOffset, 2 * values.length) }) - 1;
  }

  /** @param values where the values begin, if not where the times do. */
  add(low: number, high: number, source: number, start: number, end: number, values = start): void {
    if (this.#length === this.#runs.length) this.#runs = larger(this.#runs, new Int32Array(2 * this.#runs.length));
    this.#runs[this.#length++] = this.#series.add(low, high);
    this.#runs[this.#length++] = source;
    this.#runs[this.#length++] = start;
    this.#runs[this.#length++] = values;
    this.#runs[this.#length++] = end - start;
  }

  /** Everything in order of the ids as signed numbers; times ascend and are unique: where two runs hold the same time, the earlier wins. */
  columns(): SampleColumns {
    const { low, high } = this.#series;
    const order = orderOf(this.#series);
    const next = this.#places(order);
    const total = this.#copyable();
    const { times, words } = this.#room.columns(total);
    for (let at = 0; at < this.#length; at += RUN) {
      const slot = this.#runs[at]!;
      const source = this.#sources[this.#runs[at + 1]!]!;
      const [start, values, count] = [this.#runs[at + 2]!, this.#runs[at + 3]!, this.#runs[at + 4]!];
      const to = next[slot]!;
      for (let i = 0; i < count; i++) {
        times[to + i] = source.times[start + i]!;
        words[2 * (to + i)] = source.words[2 * (values + i)]!;
        words[2 * (to + i) + 1] = source.words[2 * (values + i) + 1]!;
      }
      next[slot] = to + count;
    }
    return tidy(order, low, high, next, times, words);
  }

  #copyable(): number {
    let total = 0;
    for (let at = 0; at < this.#length; at += RUN) total += this.#runs[at + 4]!;
    return total;
  }

  /** Where the samples of each slot begin. */
  #places(order: Uint32Array): Float64Array {
    const counts = new Float64Array(order.length);
    for (let at = 0; at < this.#length; at += RUN) counts[this.#runs[at]!]! += this.#runs[at + 4]!;
    return placesOf(counts, order);
  }
}

/** Slots in order of their ids as signed numbers; sorting the ids themselves is many times faster than slots with a comparison. */
export function orderOf(series: SeriesTable): Uint32Array {
  const words = new Uint32Array(2 * series.size);
  for (let slot = 0; slot < series.size; slot++) {
    words[2 * slot] = series.low[slot]!;
    words[2 * slot + 1] = series.high[slot]!;
  }
  new BigInt64Array(words.buffer).sort();
  const order = new Uint32Array(series.size);
  for (let i = 0; i < order.length; i++) order[i] = series.find(words[2 * i]!, words[2 * i + 1]!);
  return order;
}

/** Numbers of samples of each slot to where they begin, in place. */
export function placesOf(counts: Float64Array, order: Uint32Array): Float64Array {
  let start = 0;
  for (const slot of order) {
    const count = counts[slot]!;
    counts[slot] = start;
    start += count;
  }
  return counts;
}

/** Columns of what lies slot by slot, each in order of its times, each time once. `ends`: where the samples of each slot end. */
export function tidy(
  order: Uint32Array,
  low: Uint32Array,
  high: Uint32Array,
  ends: Float64Array,
  times: Float64Array,
  words: Uint32Array,
): SampleColumns {
  const ids = new Uint32Array(2 * order.length);
  const starts = new Uint32Array(order.length + 1);
  let [from, to] = [0, 0];
  order.forEach((slot, i) => {
    ids[2 * i] = low[slot]!;
    ids[2 * i + 1] = high[slot]!;
    const end = ends[slot]!;
    if (!ascends(times, from, end)) sort(times, words, from, end);
    for (; from < end; from++) {
      if (to > starts[i]! && times[to - 1] === times[from]) continue;
      times[to] = times[from]!;
      words[2 * to] = words[2 * from]!;
      words[2 * to + 1] = words[2 * from + 1]!;
      to += 1;
    }
    starts[i + 1] = to;
  });
  return { ids, starts, times: times.subarray(0, to), values: new Float64Array(words.buffer, 0, to) };
}

function ascends(times: Float64Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (times[i]! < times[i - 1]!) return false;
  return true;
}

function sort(times: Float64Array, words: Uint32Array, start: number, end: number): void {
  const column = new SampleColumn(end - start);
  for (let i = start; i < end; i++) column.push(times[i]!, words[2 * i]!, words[2 * i + 1]!);
  const sorted = column.view(0, end - start);
  times.set(sorted.times, start);
  words.set(new Uint32Array(sorted.values.buffer, sorted.values.byteOffset, 2 * (end - start)), 2 * start);
}

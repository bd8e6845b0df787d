import type { SampleColumns } from '@cloudops/contracts';
import { SampleColumn } from '../sample-column.ts';
import { larger, SeriesTable } from '../series-table.ts';

/** Brings runs of samples of many series together, each series in one piece. */
export class SampleGathering {
  readonly #series = new SeriesTable();
  readonly #sources: { times: Float64Array; words: Uint32Array }[] = [];
  /** Four numbers a run: slot, source, start, end. */
  #runs = new Int32Array(4096);
  #length = 0;

  /** Columns that runs will point into; returns their number. */
  source(times: Float64Array, values: Float64Array): number {
    return this.#sources.push({ times, words: new Uint32Array(values.buffer, values.byteOffset, 2 * values.length) }) - 1;
  }

  add(low: number, high: number, source: number, start: number, end: number): void {
    if (this.#length === this.#runs.length) this.#runs = larger(this.#runs, new Int32Array(2 * this.#runs.length));
    this.#runs[this.#length++] = this.#series.add(low, high);
    this.#runs[this.#length++] = source;
    this.#runs[this.#length++] = start;
    this.#runs[this.#length++] = end;
  }

  /** Everything in order of the ids as signed numbers; times ascend and are unique: where two runs hold the same time, the earlier wins. */
  columns(): SampleColumns {
    const { low, high, size } = this.#series;
    const order = Uint32Array.from({ length: size }, (_, slot) => slot).sort(
      (a, b) => (high[a]! | 0) - (high[b]! | 0) || low[a]! - low[b]!,
    );
    const next = this.#places(order);
    const total = this.#copyable();
    const times = new Float64Array(total);
    const words = new Uint32Array(2 * total);
    for (let at = 0; at < this.#length; at += 4) {
      const [slot, source, start, end] = [this.#runs[at]!, this.#sources[this.#runs[at + 1]!]!, this.#runs[at + 2]!, this.#runs[at + 3]!];
      let to = next[slot]!;
      for (let from = start; from < end; from++, to++) {
        times[to] = source.times[from]!;
        words[2 * to] = source.words[2 * from]!;
        words[2 * to + 1] = source.words[2 * from + 1]!;
      }
      next[slot] = to;
    }
    return tidy(order, low, high, next, times, words);
  }

  #copyable(): number {
    let total = 0;
    for (let at = 0; at < this.#length; at += 4) total += this.#runs[at + 3]! - this.#runs[at + 2]!;
    return total;
  }

  /** Where the samples of each slot begin. */
  #places(order: Uint32Array): Float64Array {
    const counts = new Float64Array(order.length);
    for (let at = 0; at < this.#length; at += 4) counts[this.#runs[at]!]! += this.#runs[at + 3]! - this.#runs[at + 2]!;
    let start = 0;
    for (const slot of order) {
      const count = counts[slot]!;
      counts[slot] = start;
      start += count;
    }
    return counts;
  }
}

/** `ends`: where the samples of each slot end. */
function tidy(
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

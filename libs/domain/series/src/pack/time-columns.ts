import { VarintReader, writeSigned, writeVarint } from '@cloudops/contracts';
import { bitsOf } from '../samples.ts';

/** Columns are encoded here before their lengths can be written, one pack after the other. */
let scratch = new Uint8Array(64 * 1024);

/** Different columns of times of one pack: series that were scraped together share one, and others may be as many as there are series. */
export class TimeColumns {
  readonly #times: Float64Array;
  readonly #words: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  /** Numbers of columns by a hash of their first time and length, open addressing. */
  readonly #slots: Int32Array;
  #length = 0;
  #samples = 0;

  /** @param most columns that will be asked for. */
  constructor(times: Float64Array, most: number) {
    this.#times = times;
    this.#words = bitsOf(times);
    this.#starts = new Uint32Array(most);
    this.#ends = new Uint32Array(most);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * most + 2))).fill(-1);
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes that `write` may need. */
  get bytes(): number {
    return 24 * this.#length + 9 * this.#samples;
  }

  numberOf(start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let at = this.#hash(start, end) & mask;
    for (; this.#slots[at]! >= 0; at = (at + 1) & mask) if (this.#equals(this.#slots[at]!, start, end)) return this.#slots[at]!;
    const column = this.#length++;
    this.#slots[at] = column;
    this.#starts[column] = start;
    this.#ends[column] = end;
    this.#samples += end - start;
    return column;
  }

  /** Appends varints of the samples and bytes of each, then the columns. */
  write(out: Uint8Array, start: number): number {
    if (scratch.length < this.bytes) scratch = new Uint8Array(2 * this.bytes);
    const view = new DataView(scratch.buffer);
    let at = start;
    let end = 0;
    for (let column = 0; column < this.#length; column++) {
      const from = end;
      end = this.#encode(column, view, from);
      at = writeVarint(out, writeVarint(out, at, this.#ends[column]! - this.#starts[column]!), end - from);
    }
    out.set(scratch.subarray(0, end), at);
    return at + end;
  }

  #hash(start: number, end: number): number {
    let mixed = Math.imul(this.#words[2 * start]! ^ Math.imul(this.#words[2 * start + 1]!, 0x85ebca6b) ^ (end - start), 0x9e3779b1);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
    return mixed ^ (mixed >>> 13);
  }

  #equals(column: number, start: number, end: number): boolean {
    const times = this.#times;
    const own = this.#starts[column]!;
    const count = end - start;
    if (this.#ends[column]! - own !== count || times[own + count - 1] !== times[end - 1]) return false;
    for (let i = 0; i < count; i++) if (times[own + i] !== times[start + i]) return false;
    return true;
  }

  #encode(column: number, view: DataView, from: number): number {
    const start = this.#starts[column]!;
    const end = this.#ends[column]!;
    view.setFloat64(from, this.#times[start]!, true);
    let at = from + 8;
    let interval = 0;
    for (let i = start + 1; i < end; i++) {
      const next = this.#times[i]! - this.#times[i - 1]!;
      at = writeSigned(scratch, at, next - interval);
      interval = next;
    }
    return at;
  }
}

/** A column of so many times that `TimeColumns` wrote. */
export function readTimes(bytes: Uint8Array, start: number, count: number): Float64Array {
  const times = new Float64Array(count);
  const input = new VarintReader(bytes, start + 8);
  let time = new DataView(bytes.buffer, bytes.byteOffset).getFloat64(start, true);
  let interval = 0;
  times[0] = time;
  for (let i = 1; i < count; i++) {
    interval += input.signed();
    times[i] = time += interval;
  }
  return times;
}

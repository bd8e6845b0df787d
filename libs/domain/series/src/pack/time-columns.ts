import { VarintReader, writeSigned, writeVarint } from '@cloudops/contracts';

/** Different columns of times of one pack: series that were scraped together share one. */
export class TimeColumns {
  readonly #times: Float64Array;
  readonly #ranges: { start: number; end: number }[] = [];

  constructor(times: Float64Array) {
    this.#times = times;
  }

  get length(): number {
    return this.#ranges.length;
  }

  /** Bytes that `write` may need. */
  get bytes(): number {
    return this.#ranges.reduce((sum, { start, end }) => sum + 24 + (end - start) * 9, 0);
  }

  numberOf(start: number, end: number): number {
    for (let i = this.#ranges.length - 1; i >= 0; i--) if (this.#equals(this.#ranges[i]!, start, end)) return i;
    return this.#ranges.push({ start, end }) - 1;
  }

  /** Appends varints of the samples and bytes of each, then the columns. */
  write(out: Uint8Array, start: number): number {
    const streams = this.#ranges.map((range) => this.#encode(range.start, range.end));
    let at = start;
    streams.forEach((stream, i) => {
      at = writeVarint(out, at, this.#ranges[i]!.end - this.#ranges[i]!.start);
      at = writeVarint(out, at, stream.length);
    });
    for (const stream of streams) {
      out.set(stream, at);
      at += stream.length;
    }
    return at;
  }

  #equals(range: { start: number; end: number }, start: number, end: number): boolean {
    const times = this.#times;
    const count = end - start;
    if (range.end - range.start !== count || times[range.start] !== times[start] || times[range.end - 1] !== times[end - 1]) return false;
    for (let i = 0; i < count; i++) if (times[range.start + i] !== times[start + i]) return false;
    return true;
  }

  #encode(start: number, end: number): Uint8Array {
    const out = new Uint8Array(8 + (end - start) * 9);
    new DataView(out.buffer).setFloat64(0, this.#times[start] ?? 0, true);
    let at = 8;
    let interval = 0;
    for (let i = start + 1; i < end; i++) {
      const next = this.#times[i]! - this.#times[i - 1]!;
      at = writeSigned(out, at, next - interval);
      interval = next;
    }
    return out.subarray(0, at);
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

import { bitsOf, type Samples } from './samples.ts';

/** Growing column of samples that copies values as bits. */
export class SampleColumn {
  #times = new Float64Array(0);
  #values = new Float64Array(0);
  #bits: Uint32Array = new Uint32Array(0);
  length = 0;

  constructor(capacity = 64) {
    this.#allocate(capacity);
  }

  push(time: number, low: number, high: number): void {
    if (this.length === this.#times.length) this.#grow();
    this.#times[this.length] = time;
    this.#bits[2 * this.length] = low;
    this.#bits[2 * this.length + 1] = high;
    this.length += 1;
  }

  /** A view of samples `start` to `end`, valid until the next push; sorted by time when it was not. */
  view(start: number, end: number): Samples {
    const samples = { times: this.#times.subarray(start, end), values: this.#values.subarray(start, end) };
    return ascends(samples.times, 0, samples.times.length) ? samples : sortSamples(samples);
  }

  /** Puts samples `start` to the last in the order of their times. */
  sortFrom(start: number): void {
    if (!ascends(this.#times, start, this.length)) sortRange(this.#times, this.#values, start, this.length);
  }

  /** A copy of all samples, after which the column is empty; the room for up to `kept` samples is used again. */
  take(kept: number): Samples {
    const values = new Float64Array(this.length);
    bitsOf(values).set(this.#bits.subarray(0, 2 * this.length));
    const taken = { times: this.#times.slice(0, this.length), values };
    this.length = 0;
    if (this.#times.length > kept) this.#allocate(kept);
    return taken;
  }

  #grow(): void {
    const [times, bits] = [this.#times, this.#bits];
    this.#allocate(times.length * 2);
    this.#times.set(times);
    this.#bits.set(bits);
  }

  #allocate(capacity: number): void {
    this.#times = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#bits = bitsOf(this.#values);
  }
}

/** The same samples by ascending time; equal times keep their order. */
export function sortSamples(samples: Samples): Samples {
  const order = [...samples.times.keys()].sort((a, b) => samples.times[a]! - samples.times[b]! || a - b);
  const bits = bitsOf(samples.values);
  const sorted = new SampleColumn(Math.max(1, order.length));
  for (const i of order) sorted.push(samples.times[i]!, bits[2 * i]!, bits[2 * i + 1]!);
  return sorted.view(0, sorted.length);
}

/** Sorts a part of two columns in place, by ascending time; equal times keep their order. */
export function sortRange(times: Float64Array, values: Float64Array, start: number, end: number): void {
  const sorted = sortSamples({ times: times.subarray(start, end), values: values.subarray(start, end) });
  times.set(sorted.times, start);
  bitsOf(values).set(bitsOf(sorted.values), 2 * start);
}

function ascends(times: Float64Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (times[i]! < times[i - 1]!) return false;
  return true;
}

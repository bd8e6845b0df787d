import { bitsOf, type Samples } from './samples.ts';

/** Growing column of samples that copies values as bits. */
export class SampleColumn {
  #times: Float64Array;
  #values: Float64Array;
  #bits: Uint32Array;
  length = 0;

  constructor(capacity = 64) {
    this.#times = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#bits = bitsOf(this.#values);
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
    return ascends(samples.times) ? samples : sortSamples(samples);
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    const values = new Float64Array(times.length);
    const bits = bitsOf(values);
    bits.set(this.#bits);
    this.#times = times;
    this.#values = values;
    this.#bits = bits;
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

function ascends(times: Float64Array): boolean {
  for (let i = 1; i < times.length; i++) if (times[i]! < times[i - 1]!) return false;
  return true;
}

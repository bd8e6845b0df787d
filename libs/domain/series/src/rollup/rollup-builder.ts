import { bitsOf, isStale, type Samples } from '../samples.ts';
import { type BucketMs, emptyRollup, type Rollup, sliceRollup } from './rollup.ts';

/** Rolls the samples of one series up, run by run; runs ascend. Used again for the next series, so that its columns are made once. */
export class RollupBuilder {
  #out = emptyRollup(512);
  #length = 0;
  /** End of the bucket that is open, ms. */
  #end = -Infinity;
  /** What compensated summation (Neumaier) keeps beside the sum of the open bucket. */
  #error = 0;

  constructor(readonly bucketMs: BucketMs) {}

  /** On the way of every sample, so one loop without calls. */
  add({ times, values }: Samples): void {
    const bits = bitsOf(values);
    let { first, last, min, max, sum, drops, count, lastAt } = this.#out;
    let at = this.#length - 1;
    for (let i = 0; i < times.length; i++) {
      const time = times[i]!;
      const value = values[i]!;
      if (value !== value && isStale(bits, i)) {
        if (at >= 0) this.#out.endedAt[at] = time;
        continue;
      }
      if (time >= this.#end) {
        at = this.#open(time);
        ({ first, last, min, max, sum, drops, count, lastAt } = this.#out);
        first[at] = last[at] = min[at] = max[at] = sum[at] = value;
        lastAt[at] = time;
        count[at] = 1;
        continue;
      }
      if (this.#out.endedAt[at] !== 0) this.#out.endedAt[at] = 0;
      const before = last[at]!;
      if (value < before) drops[at]! += before;
      if (value < min[at]! || min[at] !== min[at]) min[at] = value;
      if (value > max[at]! || max[at] !== max[at]) max[at] = value;
      const total = sum[at]!;
      const next = total + value;
      if (!Number.isFinite(next)) this.#error = 0;
      else this.#error += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
      sum[at] = next;
      last[at] = value;
      lastAt[at] = time;
      count[at]! += 1;
    }
  }

  /** What was added since the last time, as its own columns; empty when that held no value. */
  take(): Rollup {
    this.#close();
    const taken = emptyRollup(this.#length);
    const filled = sliceRollup(this.#out, 0, this.#length);
    for (const name of Object.keys(taken) as (keyof Rollup)[]) taken[name].set(filled[name]);
    this.#length = 0;
    this.#end = -Infinity;
    return taken;
  }

  #open(time: number): number {
    this.#close();
    if (this.#length === this.#out.count.length) {
      const larger = emptyRollup(2 * this.#length);
      for (const name of Object.keys(larger) as (keyof Rollup)[]) larger[name].set(this.#out[name]);
      this.#out = larger;
    }
    const at = this.#length++;
    this.#out.firstAt[at] = time;
    this.#out.endedAt[at] = this.#out.drops[at] = 0;
    this.#end = (Math.floor(time / this.bucketMs) + 1) * this.bucketMs;
    return at;
  }

  #close(): void {
    const at = this.#length - 1;
    if (at >= 0 && Number.isFinite(this.#out.sum[at]!)) this.#out.sum[at]! += this.#error;
    this.#error = 0;
  }
}

/** Aggregates of samples (ascending, unique times). */
export function rollUp(samples: Samples, bucketMs: BucketMs): Rollup {
  const builder = new RollupBuilder(bucketMs);
  builder.add(samples);
  return builder.take();
}

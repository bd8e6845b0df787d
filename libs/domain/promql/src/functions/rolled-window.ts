import { type BucketMs, lowerBound, type Rollup, type Samples } from '@cloudops/domain-series';
import type { RolledPast } from '../queried-series.ts';
import { CompensatedSum } from './compensated-sum.ts';

/** Value at one step of what a window shows, or undefined for none. */
export type RolledFunction = (window: RolledWindow) => number | undefined;

/**
 * A window that reaches into the past of which only roll-ups are left: the buckets that end in it, at least one bucket long, and the
 * samples after them. It covers [start, end], which is as long as the range but up to a bucket earlier, or longer where the range is no
 * multiple of a bucket; `share` is the range's part of it. Used again from step to step.
 */
export class RolledWindow {
  start = 0;
  end = 0;
  share = 1;
  count = 0;
  firstAt = 0;
  lastAt = 0;
  first = 0;
  last = 0;
  min = NaN;
  max = NaN;
  /** Sum of the values before each fall: what a counter lost in resets. */
  drops = 0;
  #sum = new CompensatedSum();
  readonly #rollup: Rollup;
  readonly #bucketMs: BucketMs;
  readonly #until: number;

  constructor(
    { rollup, bucketMs, until }: RolledPast,
    private readonly samples: Samples,
  ) {
    this.#rollup = rollup;
    this.#bucketMs = bucketMs;
    this.#until = until;
  }

  get sum(): number {
    return this.#sum.value;
  }

  /** Buckets and samples that were looked at. */
  work = 0;

  /** Shows the range [from, to], ms. @returns false when it has no value */
  show(from: number, to: number): boolean {
    const { firstAt } = this.#rollup;
    const bucketMs = this.#bucketMs;
    this.start = Math.floor(Math.min(from, to - bucketMs) / bucketMs) * bucketMs;
    const rolledEnd = Math.min(Math.floor(to / bucketMs) * bucketMs, this.#until);
    this.end = to > this.#until ? to : rolledEnd;
    this.share = (to - from) / (this.end - this.start);
    this.count = this.drops = 0;
    this.min = this.max = NaN;
    this.#sum = new CompensatedSum();
    const [bucket, buckets] = [lowerBound(firstAt, this.start), lowerBound(firstAt, rolledEnd)];
    for (let i = bucket; i < buckets; i++) this.#addBucket(i);
    const { times, values } = this.samples;
    const sample = lowerBound(times, this.#until);
    let i = sample;
    for (; i < times.length && times[i]! <= to; i++) this.#addSample(times[i]!, values[i]!);
    this.work = 1 + buckets - bucket + i - sample;
    return this.count > 0;
  }

  #addBucket(i: number): void {
    const { firstAt, lastAt, count, first, last, min, max, sum, drops } = this.#rollup;
    this.#follow(firstAt[i]!, first[i]!, lastAt[i]!, last[i]!, count[i]!);
    this.drops += drops[i]!;
    this.#range(min[i]!, max[i]!);
    this.#sum.add(sum[i]!);
  }

  #addSample(time: number, value: number): void {
    this.#follow(time, value, time, value, 1);
    this.#range(value, value);
    this.#sum.add(value);
  }

  #follow(firstAt: number, first: number, lastAt: number, last: number, count: number): void {
    if (this.count === 0) [this.firstAt, this.first] = [firstAt, first];
    else if (first < this.last) this.drops += this.last;
    [this.lastAt, this.last] = [lastAt, last];
    this.count += count;
  }

  #range(least: number, most: number): void {
    if (least < this.min || Number.isNaN(this.min)) this.min = least;
    if (most > this.max || Number.isNaN(this.max)) this.max = most;
  }
}

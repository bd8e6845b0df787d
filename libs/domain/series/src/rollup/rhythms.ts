import { type VarintReader, writeSigned, writeVarint } from '@cloudops/contracts';
import { type BucketMs, bucketStart, type Rollup } from './rollup.ts';

/** When a series has values and how many: the same for all series that are scraped together. */
export type Rhythm = Pick<Rollup, 'firstAt' | 'lastAt' | 'count'>;

/** Different rhythms of one pack. */
export class Rhythms {
  readonly #known: Rollup[] = [];

  constructor(readonly bucketMs: BucketMs) {}

  get length(): number {
    return this.#known.length;
  }

  numberOf(rollup: Rollup): number {
    for (let i = this.#known.length - 1; i >= 0; i--) if (equals(this.#known[i]!, rollup)) return i;
    return this.#known.push(rollup) - 1;
  }

  /** Each as the varint of its buckets and then, a bucket: buckets since the one before, change of the offset in it, of the time from first to last value, and of the count. */
  write(out: Uint8Array, start: number): number {
    let at = start;
    for (const rollup of this.#known) {
      const { firstAt, lastAt, count } = rollup;
      at = writeVarint(out, at, count.length);
      let [bucket, offset, length, values] = [0, 0, 0, 0];
      for (let i = 0; i < count.length; i++) {
        const begin = bucketStart(rollup, i, this.bucketMs) / this.bucketMs;
        at = writeSigned(out, at, begin - bucket);
        at = writeSigned(out, at, firstAt[i]! - begin * this.bucketMs - offset);
        at = writeSigned(out, at, lastAt[i]! - firstAt[i]! - length);
        at = writeSigned(out, at, count[i]! - values);
        bucket = begin;
        offset = firstAt[i]! - begin * this.bucketMs;
        length = lastAt[i]! - firstAt[i]!;
        values = count[i]!;
      }
    }
    return at;
  }

  /** Bytes that `write` may need. */
  get bytes(): number {
    return this.#known.reduce((sum, { count }) => sum + 8 + 32 * count.length, 0);
  }
}

export function readRhythm(input: VarintReader, bucketMs: BucketMs): Rhythm {
  const buckets = input.unsigned();
  const [firstAt, lastAt, count] = [new Float64Array(buckets), new Float64Array(buckets), new Float64Array(buckets)];
  let [bucket, offset, length, values] = [0, 0, 0, 0];
  for (let i = 0; i < buckets; i++) {
    bucket += input.signed();
    offset += input.signed();
    length += input.signed();
    values += input.signed();
    firstAt[i] = bucket * bucketMs + offset;
    lastAt[i] = firstAt[i]! + length;
    count[i] = values;
  }
  return { firstAt, lastAt, count };
}

function equals(a: Rhythm, b: Rhythm): boolean {
  const { length } = a.count;
  if (b.count.length !== length) return false;
  for (let i = 0; i < length; i++) {
    if (a.firstAt[i] !== b.firstAt[i] || a.lastAt[i] !== b.lastAt[i] || a.count[i] !== b.count[i]) return false;
  }
  return true;
}

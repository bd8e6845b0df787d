import { VarintReader, writeVarint } from '@cloudops/contracts';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { malformedChunk } from '../chunk/bit-reader.ts';
import { placeOfId } from '../pack/place-of-id.ts';
import { readRhythm, type Rhythm, Rhythms } from './rhythms.ts';
import { type BucketMs, FINE_MS, COARSE_MS, type Rollup } from './rollup.ts';
import { readRollupValues, rollupBytes, writeRollupValues } from './rollup-values.ts';

const VERSION = 1;
const MAX_BYTES = 64 * 1024 * 1024;

export interface RolledSeries {
  /** Signed. */
  readonly id: bigint;
  readonly rollup: Rollup;
}

/**
 * Roll-ups of many series over one day. u8 version, then a zstd frame of: varints of the number of series, of rhythms, and of the
 * minutes in a bucket; i64 ids, ascending; per series the varints of its rhythm and of its bytes; the rhythms; the values.
 */
export function encodeRollups(series: readonly RolledSeries[], bucketMs: BucketMs, effort: number): Uint8Array {
  const rhythms = new Rhythms(bucketMs);
  const numbers = series.map(({ rollup }) => rhythms.numberOf(rollup));
  const body = new Uint8Array(series.reduce((sum, { rollup }) => sum + rollupBytes(rollup), 0));
  const scratch = new Uint8Array(series.reduce((most, { rollup }) => Math.max(most, rollupBytes(rollup)), 0));
  const head = new Uint8Array(32 + series.length * 24 + rhythms.bytes);
  const view = new DataView(head.buffer);
  let at = writeVarint(head, 0, series.length);
  at = writeVarint(head, at, rhythms.length);
  at = writeVarint(head, at, bucketMs / 60_000);
  for (const { id } of series) {
    view.setBigInt64(at, id, true);
    at += 8;
  }
  let end = 0;
  series.forEach(({ rollup }, i) => {
    const start = end;
    end = writeRollupValues(body, start, rollup, scratch);
    at = writeVarint(head, at, numbers[i]!);
    at = writeVarint(head, at, end - start);
  });
  at = rhythms.write(head, at);
  const raw = Buffer.concat([head.subarray(0, at), body.subarray(0, end)]);
  return Buffer.concat([Uint8Array.of(VERSION), zstdCompressSync(raw, { params: { [constants.ZSTD_c_compressionLevel]: effort } })]);
}

/** A pack to read: which series it holds, and the roll-ups of those that are wanted. */
export class RollupPack {
  /** Ascending as signed numbers. */
  readonly ids: BigInt64Array;
  readonly bucketMs: BucketMs;
  readonly #bytes: Uint8Array;
  readonly #rhythms: Rhythm[];
  readonly #rhythmOf: Uint32Array;
  readonly #valuesAt: Uint32Array;

  /** @throws DomainError `internal` (`chunk-malformed`) */
  constructor(pack: Uint8Array) {
    if (pack[0] !== VERSION) throw malformedChunk();
    const bytes = zstdDecompressSync(pack.subarray(1), { maxOutputLength: MAX_BYTES });
    const input = new VarintReader(bytes, 0);
    const [count, rhythms, minutes] = [input.unsigned(), input.unsigned(), input.unsigned()];
    if (input.at + count * 8 > bytes.length || rhythms > count) throw malformedChunk();
    if (minutes * 60_000 !== FINE_MS && minutes * 60_000 !== COARSE_MS) throw malformedChunk();
    this.bucketMs = (minutes * 60_000) as BucketMs;
    this.#bytes = bytes;
    this.ids = new BigInt64Array(new Uint8Array(bytes.subarray(input.at, input.at + count * 8)).buffer);
    input.at += count * 8;
    this.#rhythmOf = new Uint32Array(count);
    this.#valuesAt = new Uint32Array(count);
    let values = 0;
    for (let i = 0; i < count; i++) {
      this.#rhythmOf[i] = input.unsigned();
      this.#valuesAt[i] = values;
      values += input.unsigned();
    }
    this.#rhythms = Array.from({ length: rhythms }, () => readRhythm(input, this.bucketMs));
    for (let i = 0; i < count; i++) this.#valuesAt[i]! += input.at;
  }

  /** Roll-up of the series at a place of `ids`; columns of its rhythm are shared with other series. */
  rollup(place: number): Rollup {
    const rhythm = this.#rhythms[this.#rhythmOf[place]!];
    if (rhythm === undefined) throw malformedChunk();
    return readRollupValues(this.#bytes, this.#valuesAt[place]!, rhythm);
  }

  /** Place of a series, as a signed number, or -1. */
  placeOf(id: bigint): number {
    return placeOfId(this.ids, id);
  }
}

import { VarintReader } from '@cloudops/contracts';
import { zstdDecompressSync } from 'node:zlib';
import { malformedChunk } from '../chunk/bit-reader.ts';
import { bitsOf, type Samples } from '../samples.ts';
import { type Description, readDescribed, readDescription } from './described-values.ts';
import { PACK_VERSION } from './encode-pack.ts';
import { firstPlace, placeOfId } from './place-of-id.ts';
import { type SampleStats, statsOf } from './sample-stats.ts';
import { readTimes } from './time-columns.ts';
import { CONSTANT, readValues } from './value-column.ts';

/** Everything in one frame, the values behind the directory and nothing known of them. */
const FIRST_VERSION = 1;
/** A stored pack never grows beyond this when it is unpacked. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Of objects: what a series' description takes, and a column of times beside the times; as heap snapshots show them. */
const SERIES_BYTES = 240;
const COLUMN_BYTES = 360;

/** A pack (`encodePack`) to read: which series it holds, what is known of them, and the samples of those that are wanted. */
export class Pack {
  /** Ascending as signed numbers, as Postgres orders them. */
  readonly ids: BigInt64Array;
  readonly #version: number;
  readonly #directory: Uint8Array;
  readonly #timeColumn: Uint32Array;
  readonly #valuesAt: Uint32Array;
  readonly #columns: { count: number; at: number; times?: Float64Array }[] = [];
  /** None in the first version. */
  readonly #descriptions: Description[] = [];
  /** Of values, packed until they are asked for. */
  #values: Uint8Array;
  #isUnpacked: boolean;

  /** @throws DomainError `internal` (`chunk-malformed`). */
  constructor(pack: Uint8Array) {
    this.#version = pack[0] ?? 0;
    const isFirst = this.#version === FIRST_VERSION;
    if (!isFirst && this.#version !== PACK_VERSION) throw malformedChunk();
    const start = isFirst ? 1 : 5;
    const end = isFirst ? pack.length : 5 + new DataView(pack.buffer, pack.byteOffset).getUint32(1, true);
    if (end > pack.length) throw malformedChunk();
    const bytes = zstdDecompressSync(pack.subarray(start, end), { maxOutputLength: MAX_BYTES });
    this.#directory = bytes;
    this.#values = isFirst ? bytes : pack.subarray(end);
    this.#isUnpacked = isFirst;
    const input = new VarintReader(bytes, 0);
    const count = input.unsigned();
    const columns = input.unsigned();
    if (input.at + count * 8 > bytes.length || columns > count) throw malformedChunk();
    this.ids = new BigInt64Array(new Uint8Array(bytes.subarray(input.at, input.at + count * 8)).buffer);
    input.at += count * 8;
    this.#timeColumn = new Uint32Array(count);
    this.#valuesAt = new Uint32Array(count);
    let values = 0;
    for (let i = 0; i < count; i++) {
      this.#timeColumn[i] = input.unsigned();
      this.#valuesAt[i] = values;
      values += input.unsigned();
      if (this.#timeColumn[i]! >= columns) throw malformedChunk();
    }
    this.#readColumns(input, columns);
    if (isFirst) for (let i = 0; i < count; i++) this.#valuesAt[i]! += input.at;
    else {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < count; i++) this.#descriptions.push(readDescription(view, input, this.count(i)));
    }
  }

  /** Samples of the series at a place of `ids`; times may be shared with other series. */
  samples(place: number): Samples {
    const times = this.times(place);
    const values = new Float64Array(times.length);
    this.copyValues(place, values, 0);
    return { times, values };
  }

  /** Number of the series' column of times; series that were scraped together share one. */
  timeColumn(place: number): number {
    return this.#timeColumn[place]!;
  }

  times(place: number): Float64Array {
    const column = this.#columns[this.#timeColumn[place]!]!;
    return (column.times ??= readTimes(this.#directory, column.at, column.count));
  }

  /** Puts the values of a series into `values`, from `to` on. */
  copyValues(place: number, values: Float64Array, to: number): void {
    if (this.#version === FIRST_VERSION) {
      bitsOf(values).set(bitsOf(readValues(this.#values, this.#valuesAt[place]!, this.count(place))), 2 * to);
      return;
    }
    const description = this.#descriptions[place]!;
    if (!this.#isUnpacked && description.kind !== CONSTANT) {
      this.#values = zstdDecompressSync(this.#values, { maxOutputLength: MAX_BYTES });
      this.#isUnpacked = true;
    }
    readDescribed(this.#values, this.#valuesAt[place]!, description, values, to);
  }

  /** Number of samples of a series. */
  count(place: number): number {
    return this.#columns[this.#timeColumn[place]!]!.count;
  }

  /** Known without reading samples, but in packs of the first version. */
  stats(place: number): SampleStats {
    return this.#descriptions[place]?.stats ?? statsOf(this.samples(place).values);
  }

  /** Memory that it takes now, about: more once values were read. */
  get heldBytes(): number {
    const times = this.#columns.reduce((sum, column) => sum + (column.times === undefined ? 0 : column.times.byteLength + COLUMN_BYTES), 0);
    return this.#directory.byteLength + this.#values.byteLength + times + this.ids.length * SERIES_BYTES;
  }

  /** Place of a series, as a signed number, or -1. */
  placeOf(id: bigint): number {
    return placeOfId(this.ids, id);
  }

  /** First place whose id is not below `id`, both signed. */
  firstAt(id: bigint): number {
    return firstPlace(this.ids, id);
  }

  #readColumns(input: VarintReader, columns: number): void {
    let at = 0;
    for (let i = 0; i < columns; i++) {
      this.#columns.push({ count: input.unsigned(), at });
      at += input.unsigned();
    }
    for (const column of this.#columns) column.at += input.at;
    input.at += at;
  }
}

import { type SampleColumns, VarintReader, writeSigned, writeVarint } from '@cloudops/contracts';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { malformedChunk } from '../chunk/bit-reader.ts';
import type { Samples } from '../samples.ts';
import { readValues, valueBytes, writeValues } from './value-column.ts';

const VERSION = 1;
/** A stored pack never grows beyond this when it is unpacked. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Some samples of one series inside columns. */
export interface Pick {
  readonly series: number;
  readonly start: number;
  readonly end: number;
}

/**
 * One pack: samples of many series, so that a row's and a series' overhead is shared. u8 version, then a zstd frame of: varints of the
 * number of series and of time columns; u64 ids; per series the varint of its time column and of its bytes of values; per time column
 * the varints of its samples and bytes; the time columns (series that were scraped together share one): f64 first, then changes of the
 * interval as signed varints; the values (`writeValues`). Picks must be ordered by id.
 * @param effort zstd's level, 1 to 19.
 */
export function encodePack(columns: SampleColumns, picks: readonly Pick[], effort: number): Uint8Array {
  const { ids, times, values } = columns;
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const samples = picks.reduce((sum, { start, end }) => sum + end - start, 0);
  const body = new Uint8Array(picks.reduce((sum, { start, end }) => sum + valueBytes(end - start), 0));
  const head = new Uint8Array(64 + picks.length * 60 + samples * 9);
  const shared = new TimeColumns(times);
  const timeColumns = picks.map(({ start, end }) => shared.numberOf(start, end));
  let at = writeVarint(head, 0, picks.length);
  at = writeVarint(head, at, shared.length);
  const idBytes = new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
  for (const { series } of picks) {
    head.set(idBytes.subarray(series * 8, series * 8 + 8), at);
    at += 8;
  }
  let end = 0;
  picks.forEach((pick, i) => {
    const start = end;
    end = writeValues(body, start, values.subarray(pick.start, pick.end), words.subarray(2 * pick.start, 2 * pick.end));
    at = writeVarint(head, at, timeColumns[i]!);
    at = writeVarint(head, at, end - start);
  });
  at = shared.write(head, at);
  const raw = Buffer.concat([head.subarray(0, at), body.subarray(0, end)]);
  const packed = zstdCompressSync(raw, { params: { [constants.ZSTD_c_compressionLevel]: effort } });
  return Buffer.concat([Uint8Array.of(VERSION), packed]);
}

/** Different time columns of one pack. */
class TimeColumns {
  readonly #times: Float64Array;
  readonly #ranges: { start: number; end: number }[] = [];

  constructor(times: Float64Array) {
    this.#times = times;
  }

  get length(): number {
    return this.#ranges.length;
  }

  numberOf(start: number, end: number): number {
    for (let i = this.#ranges.length - 1; i >= 0; i--) if (this.#equals(this.#ranges[i]!, start, end)) return i;
    return this.#ranges.push({ start, end }) - 1;
  }

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

/** A pack to read: which series it holds, and the samples of those that are wanted. */
export class Pack {
  /** Ascending as signed numbers, as Postgres orders them. */
  readonly ids: BigInt64Array;
  readonly #bytes: Uint8Array;
  readonly #timeColumn: Uint32Array;
  readonly #valuesAt: Uint32Array;
  readonly #columns: { count: number; at: number; times?: Float64Array }[] = [];

  /** @throws DomainError `internal` (`chunk-malformed`). */
  constructor(pack: Uint8Array) {
    if (pack[0] !== VERSION) throw malformedChunk();
    const bytes = zstdDecompressSync(pack.subarray(1), { maxOutputLength: MAX_BYTES });
    const input = new VarintReader(bytes, 0);
    const count = input.unsigned();
    const columns = input.unsigned();
    if (input.at + count * 8 > bytes.length || columns > count) throw malformedChunk();
    this.#bytes = bytes;
    this.ids = new BigInt64Array(new Uint8Array(bytes.subarray(input.at, input.at + count * 8)).buffer);
    input.at += count * 8;
    this.#timeColumn = new Uint32Array(count);
    this.#valuesAt = new Uint32Array(count);
    let values = 0;
    for (let i = 0; i < count; i++) {
      this.#timeColumn[i] = input.unsigned();
      this.#valuesAt[i] = values;
      values += input.unsigned();
    }
    let at = 0;
    for (let i = 0; i < columns; i++) {
      this.#columns.push({ count: input.unsigned(), at });
      at += input.unsigned();
    }
    for (const column of this.#columns) column.at += input.at;
    for (let i = 0; i < count; i++) this.#valuesAt[i]! += input.at + at;
  }

  /** Samples of the series at a place of `ids`; times may be shared with other series. */
  samples(place: number): Samples {
    const column = this.#columns[this.#timeColumn[place]!];
    if (column === undefined) throw malformedChunk();
    column.times ??= readTimes(this.#bytes, column.at, column.count);
    return { times: column.times, values: readValues(this.#bytes, this.#valuesAt[place]!, column.count) };
  }

  /** Place of a series, as a signed number, or -1. */
  placeOf(id: bigint): number {
    const place = this.firstAt(id);
    return this.ids[place] === id ? place : -1;
  }

  /** First place whose id is not below `id`, both signed. */
  firstAt(id: bigint): number {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ids[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function readTimes(bytes: Uint8Array, start: number, count: number): Float64Array {
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

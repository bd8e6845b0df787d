import { DomainError } from './domain-error.ts';

/** Samples of many series in columns: series `i` has samples `starts[i]` to `starts[i + 1]`; times in ms, ascending in a series. */
export interface SampleColumns {
  /** Series ids in two words each, lower first. */
  readonly ids: Uint32Array;
  /** One more than there are series. */
  readonly starts: Uint32Array;
  readonly times: Float64Array;
  /** Bits matter: NaNs carry staleness. */
  readonly values: Float64Array;
}

export const COLUMNS_VERSION = 2;
const HEADER_BYTES = 32;
/** Batches are written here first and copied out in their size: rows stay in memory for a while, and room that nobody needs with them. */
let scratch = new ArrayBuffer(256 * 1024);

/**
 * Version 2 of a batch's body. Little-endian: u8 version, u16 partition, u64 seq, u32 series, u32 samples, f64 time of the first
 * sample at 24; then f64 values, u64 ids, samples of each series as varints, and times as signed varints, each the distance from the
 * sample before it in the whole batch: one or two bytes instead of eight.
 */
export function encodeColumns(partition: number, { ids, starts, times, values }: SampleColumns): Uint8Array<ArrayBuffer> {
  const series = starts.length - 1;
  const samples = times.length;
  const most = HEADER_BYTES + samples * 17 + series * 13;
  if (scratch.byteLength < most) scratch = new ArrayBuffer(2 * most);
  const out = new Uint8Array(scratch);
  out.fill(0, 0, HEADER_BYTES);
  const view = new DataView(scratch);
  view.setUint8(0, COLUMNS_VERSION);
  view.setUint16(1, partition, true);
  view.setUint32(11, series, true);
  view.setUint32(15, samples, true);
  view.setFloat64(24, times[0] ?? 0, true);
  out.set(new Uint8Array(values.buffer, values.byteOffset, samples * 8), HEADER_BYTES);
  out.set(new Uint8Array(ids.buffer, ids.byteOffset, series * 8), HEADER_BYTES + samples * 8);
  let at = HEADER_BYTES + (samples + series) * 8;
  for (let i = 0; i < series; i++) at = writeVarint(out, at, starts[i + 1]! - starts[i]!);
  let last = times[0] ?? 0;
  for (let i = 0; i < samples; i++) {
    const time = times[i]!;
    at = writeSigned(out, at, time - last);
    last = time;
  }
  return out.slice(0, at);
}

/** A batch of version 2, not yet unpacked where that takes work. */
export interface BatchColumns {
  readonly body: Uint8Array;
  readonly ids: Uint32Array;
  readonly starts: Uint32Array;
  /** Bits of the values, two words each, lower first: in the body itself where its memory allows that. */
  readonly words: Uint32Array;
  readonly timesAt: number;
}

/** Columns of a batch but its times. @throws DomainError `invalid` (`batch-malformed`) unless the header fits the body. */
export function openColumns(body: Uint8Array): BatchColumns {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body.byteLength < HEADER_BYTES || view.getUint8(0) !== COLUMNS_VERSION) throw malformedBatch('header');
  const series = view.getUint32(11, true);
  const samples = view.getUint32(15, true);
  const at = HEADER_BYTES + (samples + series) * 8;
  if (at + series + samples > body.byteLength) throw malformedBatch('counts');
  const words = wordsAt(body, HEADER_BYTES, 2 * samples);
  const ids = wordsAt(body, HEADER_BYTES + samples * 8, 2 * series);
  const starts = new Uint32Array(series + 1);
  const input = new VarintReader(body, at);
  for (let i = 0; i < series; i++) starts[i + 1] = starts[i]! + input.unsigned();
  if (starts[series] !== samples) throw malformedBatch('counts');
  return { body, ids, starts, words, timesAt: input.at };
}

/** Reads all times into `times`. @throws DomainError `invalid` (`batch-malformed`) unless the body ends behind them. */
export function readBatchTimes({ body, words, timesAt }: BatchColumns, times: Float64Array): void {
  const input = new VarintReader(body, timesAt);
  const samples = words.length / 2;
  let last = new DataView(body.buffer, body.byteOffset).getFloat64(24, true);
  for (let i = 0; i < samples; i++) {
    const byte = body[input.at]!; // most are one byte: the reader is for the rest
    if (byte < 128) {
      input.at += 1;
      last += byte & 1 ? -(byte >>> 1) : byte >>> 1;
    } else last += input.signed();
    times[i] = last;
  }
  if (input.at !== body.byteLength) throw malformedBatch('trailing bytes');
}

/** @throws DomainError `invalid` (`batch-malformed`) unless the body is exactly what its header says. */
export function decodeColumns(body: Uint8Array): SampleColumns {
  const batch = openColumns(body);
  const times = new Float64Array(batch.words.length / 2);
  readBatchTimes(batch, times);
  // copies: what NATS and Postgres hand over is a view into a larger pool
  return { ids: batch.ids.slice(), starts: batch.starts, times, values: new Float64Array(batch.words.slice().buffer) };
}

/** Appends a whole number from 0 to 2^53 - 1, seven bits a byte, lowest first; `out` must have room for 8 bytes. */
export function writeVarint(out: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  while (rest >= 0x8000_0000) {
    out[at++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  while (rest > 127) {
    out[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  out[at++] = rest;
  return at;
}

/** Appends a whole number below 2^53 either way: sign in the lowest bit of the first byte, then as a varint. */
export function writeSigned(out: Uint8Array, at: number, value: number): number {
  const sign = value < 0 ? 1 : 0;
  const size = sign ? -value : value;
  if (size < 64) {
    out[at] = (size << 1) | sign;
    return at + 1;
  }
  out[at] = ((size % 64) << 1) | sign | 128;
  return writeVarint(out, at + 1, Math.floor(size / 64));
}

/** Reads what `writeVarint` and `writeSigned` wrote. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** @throws DomainError `invalid` (`batch-malformed`) at the end of the bytes. */
  unsigned(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 56; factor *= 128) {
      const byte = this.#next();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw malformedBatch('a number');
  }

  signed(): number {
    const first = this.#next();
    const low = (first & 127) >>> 1;
    const size = first < 128 ? low : low + 64 * this.unsigned();
    return first & 1 ? -size : size;
  }

  #next(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw malformedBatch('its end');
    return byte;
  }
}

/** 32-bit words inside the body, or copied out of it where they do not lie on a boundary of four bytes. */
function wordsAt(body: Uint8Array, at: number, count: number): Uint32Array {
  if ((body.byteOffset + at) % 4 === 0) return new Uint32Array(body.buffer, body.byteOffset + at, count);
  const copy = new Uint8Array(4 * count);
  copy.set(body.subarray(at, at + 4 * count));
  return new Uint32Array(copy.buffer);
}

export const malformedBatch = (field: string): DomainError =>
  new DomainError('invalid', 'batch-malformed', `The sample batch does not decode at ${field}`, { field });

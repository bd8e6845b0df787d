import { DomainError } from '@cloudops/contracts';

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Forward reader over one protobuf message (https://protobuf.dev/programming-guides/encoding/). It never allocates;
 * `field` and `wire` describe the field that `next` stopped at. Faults are DomainErrors that name `path`.
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;
  field = 0;
  wire = 0;
  /** Position of the current field's tag. */
  tagAt = 0;
  /** Upper and lower 32 bits of the last varint or fixed64. */
  high = 0;
  low = 0;

  constructor(bytes: Uint8Array, view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)) {
    this.#bytes = bytes;
    this.#view = view;
  }

  /** Moves to the next field before `end`; false when there is none. */
  next(end: number, path: () => string): boolean {
    if (this.at >= end) return false;
    this.tagAt = this.at;
    this.varint(end, path);
    this.field = this.low >>> 3;
    this.wire = this.low & 7;
    if (this.high !== 0 || this.field === 0) throw malformed(path(), 'a field number is out of range');
    return true;
  }

  varint(end: number, path: () => string): void {
    const first = this.at < end ? this.#bytes[this.at]! : 0x80;
    if (first < 0x80) {
      this.at += 1;
      this.low = first;
      this.high = 0;
    } else this.#longVarint(end, path);
  }

  #longVarint(end: number, path: () => string): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= end) throw malformed(path(), 'it ends inside a number');
      const byte = this.#bytes[this.at++]!;
      if (shift < 28) low |= (byte & 0x7f) << shift;
      else if (shift === 28) {
        low |= (byte & 0x0f) << 28;
        high = (byte & 0x7f) >>> 4;
      } else if (shift < 63) high |= (byte & 0x7f) << (shift - 32);
      else if (byte > 1) break;
      else high |= byte << 31;
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw malformed(path(), 'a number is longer than 64 bits');
  }

  /** Reads a length and returns where the content ends; `at` is its start. */
  length(end: number, path: () => string): number {
    if (this.wire !== WIRE.bytes) throw malformed(path(), 'it has the wrong wire type');
    this.varint(end, path);
    if (this.high !== 0 || this.low > end - this.at) throw malformed(path(), 'it claims more bytes than the message has');
    return this.at + this.low;
  }

  fixed64(end: number, path: () => string): void {
    if (this.wire !== WIRE.fixed64) throw malformed(path(), 'it has the wrong wire type');
    if (end - this.at < 8) throw malformed(path(), 'it ends inside a number');
    this.low = this.#view.getUint32(this.at, true);
    this.high = this.#view.getUint32(this.at + 4, true);
    this.at += 8;
  }

  skip(end: number, path: () => string): void {
    if (this.wire === WIRE.varint) this.varint(end, path);
    else if (this.wire === WIRE.bytes) this.at = this.length(end, path);
    else {
      const size = this.wire === WIRE.fixed64 ? 8 : this.wire === WIRE.fixed32 ? 4 : Infinity;
      if (size > end - this.at) throw malformed(path(), 'it has an unknown wire type or ends early');
      this.at += size;
    }
  }
}

export const malformed = (field: string, why: string): DomainError =>
  new DomainError('invalid', 'protobuf-malformed', `${field} does not decode: ${why}`, { field });

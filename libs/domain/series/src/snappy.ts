import { DomainError } from '@cloudops/contracts';

// Ours, because the body comes from outside: the JavaScript libraries accept a body whose length does not match its header,
// and a crafted literal length can move snappyjs 0.7 backwards without end.

/** Copies go by words of 4 bytes, so up to 3 bytes behind the end may be written. */
const SLACK = 8;
/** Longer literals are copied by the runtime, whose call costs as much as so many bytes. */
const SHORT_LITERAL = 32;
const LARGEST_KEPT = 4 * 1024 * 1024;

/** Bytes with both views on them; what lies behind `length` means nothing. */
export interface Decompressed {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly length: number;
}

let kept = bufferOf(256 * 1024);

/**
 * Snappy block format (https://github.com/google/snappy/blob/main/format_description.txt).
 * @returns a buffer that the next call writes over: fresh memory for every request would cost more than all else here.
 * @throws DomainError `too-large` (`body-too-large`) when the header claims more than `maxBytes`, before anything is allocated;
 * `invalid` (`snappy-malformed`) when the body is not what its header says.
 */
export function decompressSnappy(body: Uint8Array, maxBytes: number): Decompressed {
  let length = 0;
  let at = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = body[at++];
    if (byte === undefined || shift > 28) throw malformed('the length');
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  if (length > maxBytes) {
    throw new DomainError('too-large', 'body-too-large', `The body decompresses to ${length} bytes, at most ${maxBytes} are accepted`);
  }
  // each input byte makes at most 64 bytes (a 3-byte copy makes 64, a literal byte makes one): a short body cannot claim a large buffer
  if (length > body.length * 64) throw malformed('the length');
  const { bytes, view } = roomFor(length);
  if (expand(body, at, bytes, view, length) !== length) throw malformed('the end');
  return { bytes: bytes.subarray(0, length), view: new DataView(bytes.buffer, bytes.byteOffset, length), length };
}

function expand(body: Uint8Array, start: number, out: Uint8Array, view: DataView, size: number): number {
  const end = body.length;
  let at = start;
  let written = 0;
  while (at < end) {
    const tag = body[at++]!;
    if ((tag & 3) === 0) {
      let length = (tag >>> 2) + 1;
      if (length > 60) {
        const extra = length - 60;
        if (at + extra > end) throw malformed(`byte ${at}`);
        length = 1;
        for (let i = 0, factor = 1; i < extra; i++, factor *= 256) length += body[at + i]! * factor;
        at += extra;
      }
      if (length > end - at || length > size - written) throw malformed(`byte ${at}`);
      if (length <= SHORT_LITERAL) for (let i = 0; i < length; i++) out[written + i] = body[at + i]!;
      else out.set(body.subarray(at, at + length), written);
      at += length;
      written += length;
    } else {
      let length: number;
      let offset: number;
      if ((tag & 3) === 1) {
        if (at >= end) throw malformed(`byte ${at}`);
        length = ((tag >>> 2) & 7) + 4;
        offset = ((tag >>> 5) << 8) | body[at++]!;
      } else {
        const isFar = (tag & 3) === 3;
        if (at + (isFar ? 4 : 2) > end) throw malformed(`byte ${at}`);
        length = (tag >>> 2) + 1;
        offset = body[at]! | (body[at + 1]! << 8);
        if (isFar) offset += body[at + 2]! * 0x1_0000 + body[at + 3]! * 0x100_0000;
        at += isFar ? 4 : 2;
      }
      if (offset === 0 || offset > written || length > size - written) throw malformed(`byte ${at}`);
      const from = written - offset;
      if (offset >= 4) for (let i = 0; i < length; i += 4) view.setInt32(written + i, view.getInt32(from + i, true), true);
      else for (let i = 0; i < length; i++) out[written + i] = out[from + i]!;
      written += length;
    }
  }
  return written;
}

function roomFor(length: number): { bytes: Buffer; view: DataView } {
  if (length + SLACK <= kept.bytes.length) return kept;
  const room = bufferOf(length + SLACK + (length >>> 1));
  if (room.bytes.length <= LARGEST_KEPT) kept = room;
  return room;
}

function bufferOf(size: number): { bytes: Buffer; view: DataView } {
  const buffer = new ArrayBuffer(size);
  return { bytes: Buffer.from(buffer), view: new DataView(buffer) };
}

const malformed = (where: string): DomainError =>
  new DomainError('invalid', 'snappy-malformed', `The body is not a snappy block: wrong at ${where}`, { field: 'body' });

import { malformedBatch } from './sample-columns.ts';

const JOINED_VERSION = 3;
const SEQ_AT = 3;
const HEADER_BYTES = 11;

/**
 * Batches of one partition in order of seq as one message: a message costs more than the bytes of a small batch. One alone stays as it
 * is; more are, little-endian: u8 version 3, u16 partition, u64 seq of the last one, then u32 bytes and the batch, each.
 * @param room to write into, if it is large enough; it belongs to the message then.
 */
export function joinBatches(bodies: readonly Uint8Array[], room = new Uint8Array(0)): Uint8Array {
  const last = bodies.at(-1);
  if (last === undefined || bodies.length === 1) return last ?? room.subarray(0, 0);
  const bytes = bodies.reduce((sum, { length }) => sum + 4 + length, HEADER_BYTES);
  const out = room.length >= bytes ? room.subarray(0, bytes) : new Uint8Array(bytes);
  const view = new DataView(out.buffer, out.byteOffset);
  out.set(last.subarray(0, HEADER_BYTES));
  out[0] = JOINED_VERSION;
  let at = HEADER_BYTES;
  for (const body of bodies) {
    view.setUint32(at, body.length, true);
    out.set(body, at + 4);
    at += 4 + body.length;
  }
  return out;
}

/** The batches of a message, in order. @throws DomainError `invalid` (`batch-malformed`) when lengths do not fit. */
export function splitBatches(message: Uint8Array): Uint8Array[] {
  if (message[0] !== JOINED_VERSION) return [message];
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const bodies: Uint8Array[] = [];
  for (let at = HEADER_BYTES; at !== message.length;) {
    if (at + 4 > message.length) throw malformedBatch('a length');
    const end = at + 4 + view.getUint32(at, true);
    if (end > message.length) throw malformedBatch('a length');
    bodies.push(message.subarray(at + 4, end));
    at = end;
  }
  return bodies;
}

/** Seq of a batch, or of the last one of a message. */
export const lastSeqOf = (message: Uint8Array): bigint =>
  new DataView(message.buffer, message.byteOffset, message.byteLength).getBigUint64(SEQ_AT, true);

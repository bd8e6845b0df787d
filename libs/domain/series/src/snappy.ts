import { DomainError } from '@cloudops/contracts';

// Ours, because the body comes from outside: the JavaScript libraries accept a body whose length does not match its header,
// and a crafted literal length can move snappyjs 0.7 backwards without end.

/**
 * Snappy block format (https://github.com/google/snappy/blob/main/format_description.txt).
 * @throws DomainError `too-large` (`body-too-large`) when the header claims more than `maxBytes`, before anything is allocated;
 * `invalid` (`snappy-malformed`) when the body is not what its header says.
 */
export function decompressSnappy(body: Uint8Array, maxBytes: number): Uint8Array {
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
  const out = new Uint8Array(length);
  if (expand(body, at, out) !== length) throw malformed('the end');
  return out;
}

function expand(body: Uint8Array, start: number, out: Uint8Array): number {
  let at = start;
  let written = 0;
  while (at < body.length) {
    const tag = body[at++]!;
    const isLiteral = (tag & 3) === 0;
    const extra = isLiteral ? Math.max(0, (tag >>> 2) - 59) : (tag & 3) === 3 ? 4 : tag & 3;
    if (at + extra > body.length) throw malformed(`byte ${at}`);
    let number = 0;
    for (let i = extra - 1; i >= 0; i--) number = number * 256 + body[at + i]!;
    at += extra;
    if (isLiteral) {
      const length = (extra === 0 ? tag >>> 2 : number) + 1;
      if (length > body.length - at || length > out.length - written) throw malformed(`byte ${at}`);
      out.set(body.subarray(at, at + length), written);
      at += length;
      written += length;
    } else {
      const isShort = (tag & 3) === 1;
      const length = isShort ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
      const offset = isShort ? ((tag >>> 5) << 8) | number : number;
      if (offset === 0 || offset > written || length > out.length - written) throw malformed(`byte ${at}`);
      if (offset >= length) out.copyWithin(written, written - offset, written - offset + length);
      else for (let i = 0; i < length; i++) out[written + i] = out[written + i - offset]!;
      written += length;
    }
  }
  return written;
}

const malformed = (where: string): DomainError =>
  new DomainError('invalid', 'snappy-malformed', `The body is not a snappy block: wrong at ${where}`, { field: 'body' });

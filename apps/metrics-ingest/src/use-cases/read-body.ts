import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';

/** A whole body of at most `maxBytes`; a larger one is refused by its declaration, or as soon as it proves larger. */
export async function readBody(body: Readable | undefined, declaredBytes: number, maxBytes: number): Promise<Uint8Array> {
  if (declaredBytes > maxBytes) throw tooLarge(maxBytes);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of (body ?? []) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

const tooLarge = (maxBytes: number): DomainError =>
  new DomainError('too-large', 'body-too-large', `The body is larger than ${maxBytes} bytes`, { field: 'body' });

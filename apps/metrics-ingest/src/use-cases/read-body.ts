import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';

/** A whole body of at most `maxBytes`; a larger one is refused by its declaration, or as soon as it proves larger. */
export async function readBody(body: Readable | undefined, declaredBytes: number, maxBytes: number): Promise<Uint8Array> {
  if (declaredBytes > maxBytes) throw tooLarge(maxBytes);
  if (body === undefined) return new Uint8Array();
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    // a body that is left half read must not take its connection with it: the sender reads the refusal once it has sent the rest
    for await (const part of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > maxBytes) break;
      parts.push(part);
    }
  } catch (cause) {
    throw new DomainError('invalid', 'body-incomplete', 'The connection ended before the body did', { field: 'body', cause });
  }
  if (bytes > maxBytes) {
    body.resume();
    throw tooLarge(maxBytes);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

const tooLarge = (maxBytes: number): DomainError =>
  new DomainError('too-large', 'body-too-large', `The body is larger than ${maxBytes} bytes`, { field: 'body' });

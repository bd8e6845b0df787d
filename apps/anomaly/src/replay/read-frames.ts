import { decodeBatch, type SampleBatch, SeriesDescriptor } from '@cloudops/contracts';
import { z } from 'zod';

export type Frame = { readonly series: SeriesDescriptor[] } | { readonly batch: SampleBatch };

const HEADER = 5;
const SERIES = 1;
const Descriptors = z.array(SeriesDescriptor);

/**
 * A recorded past as it is told to another process: u32 length and u8 kind (little-endian), then the descriptors of series as JSON (kind 1)
 * or a batch as the journal holds it (kind 2). @throws DomainError or ZodError when a frame does not decode.
 */
export async function* readFrames(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    parts.push(chunk);
    size += chunk.length;
    if (size < HEADER || size < HEADER + lengthIn(parts)) continue;
    let rest: Buffer = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    while (rest.length >= HEADER && rest.length >= HEADER + rest.readUInt32LE(0)) {
      const end = HEADER + rest.readUInt32LE(0);
      yield frameOf(rest[4]!, rest.subarray(HEADER, end));
      rest = rest.subarray(end);
    }
    parts = [rest];
    size = rest.length;
  }
  if (size > 0) throw new Error(`the recording ends inside of a frame, ${size} bytes into it`);
}

function lengthIn(parts: Buffer[]): number {
  if (parts[0]!.length < HEADER) parts.splice(0, parts.length, Buffer.concat(parts));
  return parts[0]!.readUInt32LE(0);
}

const frameOf = (kind: number, body: Buffer): Frame =>
  kind === SERIES ? { series: Descriptors.parse(JSON.parse(body.toString())) } : { batch: decodeBatch(body) };

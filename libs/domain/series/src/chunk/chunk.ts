import { mergeSamples } from '../merge-samples.ts';
import { SampleColumn } from '../sample-column.ts';
import { bitsOf, sliceSamples, type Samples } from '../samples.ts';
import { BitReader, malformedChunk } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import { TimeDecoder, TimeEncoder } from './time-codec.ts';
import { ValueDecoder, ValueEncoder } from './value-codec.ts';

const VERSION = 1;
const HEADER_BYTES = 1 + 4 + 4 + 8 + 8;

/**
 * One self-contained block: little-endian u8 version, u32 payload bytes, u32 samples, f64 first and last time, then times and
 * values interleaved, bit-packed. A chunk is any number of blocks one after the other, so that storage appends without reading.
 */
export function encodeBlock(samples: Samples): Uint8Array {
  const out = new BitWriter();
  const times = new TimeEncoder(out);
  const values = new ValueEncoder(out);
  const bits = bitsOf(samples.values);
  samples.times.forEach((time, i) => {
    times.write(time);
    values.write(bits[2 * i]!, bits[2 * i + 1]!);
  });
  const payload = out.bytes();
  const block = new Uint8Array(HEADER_BYTES + payload.length);
  const header = new DataView(block.buffer);
  header.setUint8(0, VERSION);
  header.setUint32(1, payload.length, true);
  header.setUint32(5, samples.times.length, true);
  header.setFloat64(9, samples.times[0] ?? 0, true);
  header.setFloat64(17, samples.times.at(-1) ?? 0, true);
  block.set(payload, HEADER_BYTES);
  return block;
}

/**
 * Samples of a chunk with `from <= time <= to`, ascending, each time once (the earlier block wins); blocks outside are skipped.
 * @throws DomainError `internal` (`chunk-malformed`).
 */
export function decodeChunk(chunk: Uint8Array, from = -Infinity, to = Infinity): Samples {
  const runs: Samples[] = [];
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  for (let at = 0; at < chunk.length;) {
    if (chunk.length - at < HEADER_BYTES || view.getUint8(at) !== VERSION) throw malformedChunk();
    const start = at + HEADER_BYTES;
    const end = start + view.getUint32(at + 1, true);
    if (end > chunk.length) throw malformedChunk();
    const isWanted = view.getFloat64(at + 9, true) <= to && view.getFloat64(at + 17, true) >= from;
    if (isWanted) runs.push(sliceSamples(decodePayload(chunk.subarray(start, end), view.getUint32(at + 5, true)), from, to));
    at = end;
  }
  return mergeSamples(runs);
}

function decodePayload(payload: Uint8Array, count: number): Samples {
  if (count > payload.length * 4) throw malformedChunk(); // a sample takes at least two bits
  const input = new BitReader(payload);
  const times = new TimeDecoder(input);
  const values = new ValueDecoder(input);
  const column = new SampleColumn(Math.max(1, count));
  for (let i = 0; i < count; i++) {
    const time = times.read();
    values.next();
    column.push(time, values.low, values.high);
  }
  return column.view(0, count);
}

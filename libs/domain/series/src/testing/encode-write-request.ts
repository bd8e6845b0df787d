import { compress } from 'snappyjs';
import type { LabelPair } from '../labels.ts';
import { bitsOf, type Samples } from '../samples.ts';

export interface WriteSeries {
  labels: readonly LabelPair[];
  samples: Samples;
}

/** Independent encoder of remote_write 1.0 bodies, for tests: plain protobuf by the book, compressed by snappyjs. */
export const encodeWriteRequest = (
  series: readonly WriteSeries[],
  metadata: { type: number; family: string; help?: string; unit?: string }[] = [],
): Uint8Array =>
  compress(
    Uint8Array.from([
      ...series.flatMap((one) => field(1, seriesBody(one))),
      ...metadata.flatMap(({ type, family, help = '', unit = '' }) =>
        field(3, [0x08, type, ...field(2, text(family)), ...field(4, text(help)), ...field(5, text(unit))]),
      ),
    ]),
  );

function seriesBody({ labels, samples }: WriteSeries): number[] {
  const bits = bitsOf(samples.values);
  return [
    ...labels.flatMap(([name, value]) => field(1, [...field(1, text(name)), ...field(2, text(value))])),
    ...[...samples.times].flatMap((time, i) =>
      field(2, [0x09, ...word(bits[2 * i]!), ...word(bits[2 * i + 1]!), 0x10, ...varint(BigInt(time))]),
    ),
  ];
}

export const field = (number: number, content: number[]): number[] => [(number << 3) | 2, ...varint(BigInt(content.length)), ...content];
export const text = (value: string): number[] => [...Buffer.from(value)];
const word = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];

export function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

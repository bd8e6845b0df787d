import type { Labels } from '@cloudops/contracts';
import type { Samples } from '@cloudops/domain-series';
import { compress } from 'snappyjs';

export interface WrittenSeries {
  readonly labels: Labels;
  readonly samples: Samples;
  readonly exemplars?: readonly { readonly labels: Labels; readonly value: number; readonly time: number }[];
  /** Histogram messages. */
  readonly histograms?: readonly (readonly number[])[];
}

/** A remote_write 1.0 body; values keep their bits. */
export const encodeWrite = (series: readonly WrittenSeries[]): Uint8Array =>
  compress(
    Uint8Array.from(
      series.flatMap(({ labels, samples, exemplars = [], histograms = [] }) =>
        field(1, [
          ...labelsOf(labels),
          ...encodeSamples(samples),
          ...exemplars.flatMap((one) => field(3, [...labelsOf(one.labels), 0x11, ...double(one.value), 0x18, ...varint(one.time)])),
          ...histograms.flatMap((message) => field(4, message)),
        ]),
      ),
    ),
  );

const labelsOf = (labels: Labels): number[] => Object.entries(labels).sort(byName).flatMap(label);
const double = (value: number): number[] => [...new Uint8Array(Float64Array.of(value).buffer)];

function encodeSamples({ times, values }: Samples): number[] {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [...times].flatMap((time, i) => field(2, [0x09, ...bytes.subarray(i * 8, i * 8 + 8), 0x10, ...varint(time)]));
}

const text = (value: string): number[] => [...Buffer.from(value)];
const label = ([name, value]: [string, string]): number[] => field(1, [...field(1, text(name)), ...field(2, text(value))]);
const field = (number: number, content: readonly number[]): number[] => [(number << 3) | 2, ...varint(content.length), ...content];
const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

import { compress } from 'snappyjs';
import type { LabelPair } from '../labels.ts';
import { bitsOf, type Samples } from '../samples.ts';
import { field, text, varint } from './encode-write-request.ts';

export interface WriteSeriesV2 {
  labels: readonly LabelPair[];
  samples?: Samples;
  /** Encoded Histogram messages. */
  histograms?: readonly number[][];
  exemplars?: readonly { labels: readonly LabelPair[]; value: number; time: number }[];
  /** Number of the metadata type. */
  type?: number;
  help?: string;
  unit?: string;
}

/** Independent encoder of remote_write 2.0 bodies, for tests. */
export const encodeWriteRequestV2 = (series: readonly WriteSeriesV2[]): Uint8Array => compress(Uint8Array.from(messageV2(series)));

/** The message before compression; `isSymbolsLast` writes it in an order that protobuf allows and no encoder uses. */
export function messageV2(series: readonly WriteSeriesV2[], isSymbolsLast = false): number[] {
  const texts = series.flatMap(({ labels, exemplars = [], help, unit }) => [
    ...[labels, ...exemplars.map((e) => e.labels)].flat(2),
    ...[help, unit].filter((text) => text !== undefined),
  ]);
  const symbols = ['', ...new Set(texts)];
  const symbol = (text: string) => varint(BigInt(symbols.indexOf(text, text === '' ? 0 : 1)));
  const refs = (labels: readonly LabelPair[]) => labels.flat().flatMap(symbol);
  const table = symbols.flatMap((one) => field(4, text(one)));
  const all = series.flatMap(({ labels, samples, histograms = [], exemplars = [], type, help = '', unit = '' }) =>
    field(5, [
      ...field(1, refs(labels)),
      ...(samples ? samplesOf(samples) : []),
      ...histograms.flatMap((histogram) => field(3, histogram)),
      ...exemplars.flatMap((one) => field(4, [...field(1, refs(one.labels)), ...double(2, one.value), 0x18, ...varint(BigInt(one.time))])),
      ...(type === undefined ? [] : field(5, [0x08, type, 0x18, ...symbol(help), 0x20, ...symbol(unit)])),
    ]),
  );
  return isSymbolsLast ? [...all, ...table] : [...table, ...all];
}

export const double = (number: number, value: number): number[] => [(number << 3) | 1, ...Buffer.from(Float64Array.of(value).buffer)];

function samplesOf({ times, values }: Samples): number[] {
  const bits = Buffer.from(bitsOf(values).slice().buffer);
  return [...times].flatMap((time, i) => field(2, [0x09, ...bits.subarray(8 * i, 8 * i + 8), 0x10, ...varint(BigInt(time))]));
}

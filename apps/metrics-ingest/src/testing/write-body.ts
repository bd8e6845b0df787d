import { compress } from 'snappyjs';

export type Labels = Record<string, string>;

/** A remote_write 1.0 body of one sample a series; plain protobuf by the book. */
export const writeBody = (...series: { labels: Labels; time: number; value: number }[]): Uint8Array =>
  compress(
    Uint8Array.from(
      series.flatMap(({ labels, time, value }) =>
        field(1, [...Object.entries(labels).sort(byName).flatMap(label), ...sample(time, value)]),
      ),
    ),
  );

const label = ([name, value]: [string, string]): number[] =>
  field(1, [...field(1, [...Buffer.from(name)]), ...field(2, [...Buffer.from(value)])]);
const sample = (time: number, value: number): number[] =>
  field(2, [0x09, ...Buffer.from(Float64Array.of(value).buffer), 0x10, ...varint(time)]);
const field = (number: number, content: number[]): number[] => [(number << 3) | 2, ...varint(content.length), ...content];
const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

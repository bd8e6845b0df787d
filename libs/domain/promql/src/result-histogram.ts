import type { NativeHistogram, ResultHistogram } from '@cloudops/contracts';
import { formatValue } from './format-value.ts';

/** Which bounds belong to a bucket, in the numbers of Prometheus' API. */
const [LEFT_OPEN, RIGHT_OPEN, CLOSED] = [0, 1, 3];
const CUSTOM_SCHEMA = -53;

/**
 * A native histogram as Prometheus' API shows it: buckets in order of their values, empty ones left out
 * (https://prometheus.io/docs/prometheus/latest/querying/api/#native-histograms).
 */
export function resultHistogram(histogram: NativeHistogram & { readonly sum: number | null }, time: number): ResultHistogram {
  const { count, sum, zeroCount, zeroThreshold, negative, positive } = histogram;
  const below = bucketsOf(negative).map(([i, n]) => row(RIGHT_OPEN, -upperBound(i, histogram), -upperBound(i - 1, histogram), n));
  const zero = zeroCount > 0 ? [row(CLOSED, -zeroThreshold, zeroThreshold, zeroCount)] : [];
  const above = bucketsOf(positive).map(([i, n]) => row(LEFT_OPEN, upperBound(i - 1, histogram), upperBound(i, histogram), n));
  return { time, count: formatValue(count), sum: formatValue(sum ?? NaN), buckets: [...below.reverse(), ...zero, ...above] };
}

const row = (boundaries: number, lower: number, upper: number, count: number): ResultHistogram['buckets'][number] => [
  boundaries,
  ...([formatValue(lower), formatValue(upper), formatValue(count)] as [string, string, string]),
];

/** Index and count of the buckets that are not empty. */
function bucketsOf({ spans, counts }: NativeHistogram['positive']): [index: number, count: number][] {
  const found: [number, number][] = [];
  let [index, at] = [0, 0];
  for (const { offset, length } of spans) {
    index += offset;
    for (let i = 0; i < length; i++, index++, at++) if (counts[at]! > 0) found.push([index, counts[at]!]);
  }
  return found;
}

/** 2^(index / 2^schema), which may differ from Prometheus' tables in the last digit, or a custom bound; the largest number for 2^1024. */
function upperBound(index: number, { schema, customValues }: NativeHistogram): number {
  if (schema === CUSTOM_SCHEMA) return index < 0 ? -Infinity : (customValues[index] ?? Infinity);
  const perPower = 2 ** schema;
  const power = Math.floor(index / perPower);
  if (power === 1024 && power * perPower === index) return Number.MAX_VALUE;
  return power >= 1024 ? Infinity : 2 ** ((index - power * perPower) / perPower) * 2 ** power;
}

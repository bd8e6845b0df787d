import type { Exposition } from '@cloudops/domain-series';

/** One value under a metric name and its labels, as node_exporter would expose it. */
export interface Reading {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const escape = (value: string): string => value.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`));

/** Readings as an exposition; a name that ends in `_total` is a counter, everything else a gauge. */
export function expositionOf(readings: readonly Reading[]): Exposition {
  const families = new Map(readings.map(({ name }) => [name, { type: name.endsWith('_total') ? 'counter' : 'gauge' } as const]));
  const samples = readings.map(({ name, labels, value }) => ({ series: seriesText(name, labels), value, time: undefined }));
  return { samples, families };
}

function seriesText(name: string, labels: Reading['labels']): string {
  if (labels === undefined) return name;
  return `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${escape(value)}"`)
    .join(',')}}`;
}

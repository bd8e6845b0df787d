import type { SeriesView } from '@cloudops/contracts';

export type Unit = 'percent' | 'seconds' | 'bytes' | 'bytes/s' | 'cores' | '/s' | '';

/** Unit of a view, from the metric's name by Prometheus' conventions (base units in the suffix). */
export function unitOf(name: string, kind: SeriesView['kind']): Unit {
  const base = name.replace(/_(?:sum|total|count|created)$/, '');
  const perSecond = kind === 'rate';
  if (base.endsWith('_seconds')) return perSecond ? (/_cpu_seconds$/.test(base) ? 'cores' : '/s') : 'seconds';
  if (base.endsWith('_bytes')) return perSecond ? 'bytes/s' : 'bytes';
  if (base.endsWith('_percent')) return 'percent';
  return perSecond ? '/s' : '';
}

/** A number with its unit as an engineer would write it: `12.3 %`, `85 ms`, `1.2 GiB`. */
export function quantity(value: number | null, unit: Unit): string {
  if (value === null || !Number.isFinite(value)) return 'no value';
  if (unit === 'percent') return `${digits(value)} %`;
  if (unit === 'seconds') return seconds(value);
  if (unit === 'bytes') return bytes(value);
  if (unit === 'bytes/s') return `${bytes(value)}/s`;
  if (unit === 'cores') return `${digits(value)} CPU cores`;
  return unit === '' ? digits(value) : `${digits(value)}${unit}`;
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e9)) return value.toExponential(2);
  return String(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)));
}

function seconds(value: number): string {
  const size = Math.abs(value);
  if (size >= 1 || size === 0) return `${digits(value)} s`;
  return size >= 0.001 ? `${digits(value * 1e3)} ms` : `${digits(value * 1e6)} µs`;
}

function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)));
  return `${digits(value / 1024 ** power)} ${units[power]}`;
}

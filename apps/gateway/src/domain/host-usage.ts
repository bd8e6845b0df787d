import type { Point, SeriesDescriptor, SeriesView } from '@cloudops/contracts';

/** Percent of what this host has; `null` while it is not measured yet. */
export interface HostUsage {
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
  readonly diskPercent: number | null;
}

/**
 * Ids of the series, under node_exporter's names, that the three figures need. The catalogue also knows series that ended
 * (a CPU taken offline, a host renamed): those have no latest point and do not count.
 */
export interface HostSeries {
  readonly idle: readonly string[];
  readonly busy: readonly string[];
  readonly memoryAvailable: readonly string[];
  readonly memoryTotal: readonly string[];
  readonly diskAvailable: readonly string[];
  readonly diskSize: readonly string[];
}

/** Inside `user` and `nice` already. */
const COUNTED_TWICE = new Set(['guest', 'guest_nice']);

export function pickHostSeries(series: readonly SeriesDescriptor[]): HostSeries {
  const ids = (name: string, where: (labels: SeriesDescriptor['labels']) => boolean = () => true): string[] =>
    series.filter((s) => s.name === name && where(s.labels)).map((s) => s.id);
  const cpu = 'node_cpu_seconds_total';
  return {
    idle: ids(cpu, (l) => l.mode === 'idle'),
    busy: ids(cpu, (l) => l.mode !== 'idle' && !COUNTED_TWICE.has(l.mode ?? '')),
    memoryAvailable: ids('node_memory_MemAvailable_bytes'),
    memoryTotal: ids('node_memory_MemTotal_bytes'),
    diskAvailable: ids('node_filesystem_avail_bytes', (l) => l.mountpoint === '/'),
    diskSize: ids('node_filesystem_size_bytes', (l) => l.mountpoint === '/'),
  };
}

/** Views to ask for: counters as rates, gauges as values. */
export function hostViews(h: HostSeries): SeriesView[] {
  const gauges = [...h.memoryAvailable, ...h.memoryTotal, ...h.diskAvailable, ...h.diskSize];
  return [
    ...[...h.idle, ...h.busy].map((series): SeriesView => ({ kind: 'rate', series })),
    ...gauges.map((series): SeriesView => ({ kind: 'value', series })),
  ];
}

/** `latest` maps a series id to the latest point of its view. CPU as node_exporter's users compute it: 1 - idle rate / all rates. */
export function hostUsage(h: HostSeries, latest: ReadonlyMap<string, Point | null>): HostUsage {
  const values = (ids: readonly string[]): number[] => ids.map((id) => latest.get(id)?.[1] ?? null).filter((v) => v !== null);
  const sum = (ids: readonly string[]): number => values(ids).reduce((a, b) => a + b, 0);
  const idle = values(h.idle).length > 0 ? sum(h.idle) : undefined;
  return {
    cpuPercent: usedPercent(idle, sum(h.idle) + sum(h.busy)),
    memoryPercent: usedPercent(values(h.memoryAvailable)[0], values(h.memoryTotal)[0]),
    diskPercent: usedPercent(values(h.diskAvailable)[0], values(h.diskSize)[0]),
  };
}

function usedPercent(free: number | undefined, all: number | undefined): number | null {
  if (free === undefined || all === undefined || all <= 0) return null;
  return Math.round(Math.min(100, Math.max(0, 100 * (1 - free / all))) * 100) / 100;
}

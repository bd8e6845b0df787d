import type { SeriesDescriptor, SeriesView } from '@cloudops/contracts';
import { z } from 'zod';
import { quantity, type Unit } from '../wording/quantity.ts';

/** Metrics as people name them. */
export const Meaning = z.enum(['cpu', 'memory', 'disk', 'load', 'network']);
export type Meaning = z.infer<typeof Meaning>;

export interface Part {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Recipe {
  readonly title: string;
  readonly unit: Unit;
  /** Metrics it is made of, and how each is read. */
  readonly parts: Readonly<Record<string, SeriesView['kind'] & ('value' | 'rate')>>;
  readonly uses: (series: Pick<SeriesDescriptor, 'labels'>) => boolean;
  /** The one number, and what a person wants to know beside it; `null` when a part is missing. */
  readonly combine: (parts: readonly Part[]) => { value: number; detail: string } | null;
}

const sum = (parts: readonly Part[], name: string): number => parts.filter((p) => p.name === name).reduce((s, p) => s + p.value, 0);
const has = (parts: readonly Part[], name: string): boolean => parts.some((p) => p.name === name);
const clamp = (percent: number): number => Math.min(100, Math.max(0, percent));

/** Share of `total` that is not `available`, percent. */
function used(total: number, available: number): { value: number; detail: string } | null {
  if (total <= 0) return null;
  return {
    value: clamp(100 * (1 - available / total)),
    detail: `${quantity(total - available, 'bytes')} of ${quantity(total, 'bytes')} in use`,
  };
}

/** Fullest file system; formulas are those of node_exporter's own dashboards. */
function fullest(parts: readonly Part[]): { value: number; detail: string } | null {
  let best: { value: number; detail: string } | null = null;
  for (const size of parts.filter((p) => p.name === 'node_filesystem_size_bytes')) {
    const mount = size.labels['mountpoint'];
    const free = parts.find(
      (p) => p.name === 'node_filesystem_avail_bytes' && p.labels['mountpoint'] === mount && p.labels['device'] === size.labels['device'],
    );
    const share = free === undefined ? null : used(size.value, free.value);
    if (share !== null && (best === null || share.value > best.value))
      best = { value: share.value, detail: `${mount ?? 'disk'}: ${share.detail}` };
  }
  return best;
}

const any = (): boolean => true;
const REAL_DISK = (s: Pick<SeriesDescriptor, 'labels'>): boolean =>
  !/^(tmpfs|devtmpfs|overlay|squashfs|ramfs|proc|sysfs)$/.test(s.labels['fstype'] ?? '');

/** How each meaning is read of a host that has node_exporter's metrics. */
export const HOST_RECIPES: Readonly<Record<Meaning, Recipe>> = {
  cpu: {
    title: 'CPU',
    unit: 'percent',
    parts: { node_cpu_seconds_total: 'rate' },
    uses: (s) => s.labels['mode'] === 'idle',
    combine: (p) =>
      p.length === 0
        ? null
        : {
            value: clamp(100 * (1 - sum(p, 'node_cpu_seconds_total') / p.length)),
            detail: `across ${p.length} core${p.length === 1 ? '' : 's'}`,
          },
  },
  memory: {
    title: 'Memory',
    unit: 'percent',
    parts: { node_memory_MemTotal_bytes: 'value', node_memory_MemAvailable_bytes: 'value' },
    uses: any,
    combine: (p) =>
      has(p, 'node_memory_MemAvailable_bytes')
        ? used(sum(p, 'node_memory_MemTotal_bytes'), sum(p, 'node_memory_MemAvailable_bytes'))
        : null,
  },
  disk: {
    title: 'Disk',
    unit: 'percent',
    parts: { node_filesystem_size_bytes: 'value', node_filesystem_avail_bytes: 'value' },
    uses: REAL_DISK,
    combine: fullest,
  },
  load: {
    title: 'Load (1 minute)',
    unit: '',
    parts: { node_load1: 'value' },
    uses: any,
    combine: (p) => (p.length === 0 ? null : { value: sum(p, 'node_load1'), detail: 'processes running or waiting' }),
  },
  network: {
    title: 'Network',
    unit: 'bytes/s',
    parts: { node_network_receive_bytes_total: 'rate', node_network_transmit_bytes_total: 'rate' },
    uses: (s) => s.labels['device'] !== 'lo',
    combine: (p) => {
      if (p.length === 0) return null;
      const [down, up] = [sum(p, 'node_network_receive_bytes_total'), sum(p, 'node_network_transmit_bytes_total')];
      return { value: down + up, detail: `${quantity(down, 'bytes/s')} in, ${quantity(up, 'bytes/s')} out` };
    },
  },
};

/** The same of one process, by the names that every Prometheus client library exports. */
export const PROCESS_RECIPES: Readonly<Partial<Record<Meaning, Recipe>>> = {
  cpu: {
    title: 'Process CPU',
    unit: 'percent',
    parts: { process_cpu_seconds_total: 'rate' },
    uses: any,
    combine: (p) => (p.length === 0 ? null : { value: 100 * sum(p, 'process_cpu_seconds_total'), detail: 'of one core' }),
  },
  memory: {
    title: 'Process memory',
    unit: 'bytes',
    parts: { process_resident_memory_bytes: 'value' },
    uses: any,
    combine: (p) => (p.length === 0 ? null : { value: sum(p, 'process_resident_memory_bytes'), detail: 'resident' }),
  },
};

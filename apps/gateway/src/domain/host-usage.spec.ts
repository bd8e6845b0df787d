import { describe, expect, it } from '@jest/globals';
import { aSeries } from '@cloudops/testing';
import type { Point } from '@cloudops/contracts';
import { hostUsage, hostViews, pickHostSeries } from './host-usage.ts';

const id = (n: number): string => n.toString(16).padStart(16, '0');
const series = (n: number, name: string, labels = {}) => aSeries({ id: id(n), name, labels: { job: 'host', ...labels } });
const known = [
  series(1, 'node_cpu_seconds_total', { cpu: '0', mode: 'idle' }),
  series(2, 'node_cpu_seconds_total', { cpu: '0', mode: 'user' }),
  series(3, 'node_cpu_seconds_total', { cpu: '1', mode: 'idle' }),
  series(4, 'node_cpu_seconds_total', { cpu: '1', mode: 'iowait' }),
  series(5, 'node_cpu_seconds_total', { cpu: '1', mode: 'guest' }),
  series(6, 'node_memory_MemAvailable_bytes'),
  series(7, 'node_memory_MemTotal_bytes'),
  series(8, 'node_filesystem_avail_bytes', { mountpoint: '/boot' }),
  series(9, 'node_filesystem_avail_bytes', { mountpoint: '/' }),
  series(10, 'node_filesystem_size_bytes', { mountpoint: '/' }),
  series(11, 'node_load1'),
];
const latest = (values: Record<number, number | null>) =>
  new Map(Object.entries(values).map(([n, v]): [string, Point | null] => [id(Number(n)), v === null ? null : [0, v]]));

describe('hostUsage', () => {
  const host = pickHostSeries(known);

  it('asks counters as rates and gauges as values, and nothing else', () => {
    expect(hostViews(host)).toEqual([
      ...[1, 3, 2, 4].map((n) => ({ kind: 'rate', series: id(n) })),
      ...[6, 7, 9, 10].map((n) => ({ kind: 'value', series: id(n) })),
    ]);
  });

  it('computes what top, free and df would say', () => {
    const values = latest({ 1: 0.9, 2: 0.1, 3: 0.6, 4: 0.4, 6: 1e9, 7: 4e9, 9: 90, 10: 100 });
    expect(hostUsage(host, values)).toEqual({ cpuPercent: 25, memoryPercent: 75, diskPercent: 10 });
  });

  it('leaves out a CPU that has gone', () => {
    expect(hostUsage(host, latest({ 1: 0.9, 2: 0.1, 3: null, 4: null })).cpuPercent).toBe(10);
  });

  it('says null, not zero, for what is not measured', () => {
    const nothing = { cpuPercent: null, memoryPercent: null, diskPercent: null };
    expect(hostUsage(host, new Map())).toEqual(nothing);
    expect(hostUsage(pickHostSeries([]), new Map())).toEqual(nothing);
    expect(hostUsage(host, latest({ 6: 1, 7: 0 })).memoryPercent).toBeNull();
    expect(hostUsage(host, latest({ 2: 0.4 })).cpuPercent).toBeNull();
  });
});

import { hostname, machine, release, type, version } from 'node:os';
import type { Reading } from './reading.ts';

/** What node itself knows about the system, on every platform. */
export const systemReadings = (now: number, load: readonly number[], domainname: string): Reading[] => [
  { name: 'node_time_seconds', value: now / 1000 },
  { name: 'node_load1', value: load[0]! },
  { name: 'node_load5', value: load[1]! },
  { name: 'node_load15', value: load[2]! },
  {
    name: 'node_uname_info',
    labels: { sysname: type(), release: release(), version: version(), machine: machine(), nodename: hostname(), domainname },
    value: 1,
  },
];

import { cpus, loadavg, uptime } from 'node:os';
import { HostReadings, type Exposition } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import type { Systeminformation } from 'systeminformation';
import { expositionOf, type Reading } from './reading.ts';
import { systemReadings } from './system-readings.ts';

/** Any other system, as far as `systeminformation` and node know it. */
@Injectable()
export class PortableHost extends HostReadings {
  async read(): Promise<Exposition> {
    const { fsSize, mem, networkStats } = await import('systeminformation'); // only where it is needed: Linux never loads it
    const [memory, filesystems, interfaces] = await Promise.all([mem(), fsSize(), networkStats('*')]);
    return expositionOf([
      ...cpuReadings(),
      ...memoryReadings(memory),
      ...filesystems.flatMap(filesystemReading),
      ...interfaces.flatMap(interfaceReading),
      { name: 'node_boot_time_seconds', value: Math.round(Date.now() / 1000 - uptime()) },
      ...systemReadings(Date.now(), loadavg(), ''),
    ]);
  }
}

const cpuReadings = (): Reading[] =>
  cpus().flatMap(({ times: { user, nice, sys, idle, irq } }, cpu) =>
    Object.entries({ user, nice, system: sys, idle, irq }).map(([mode, ms]) => ({
      name: 'node_cpu_seconds_total',
      labels: { cpu: String(cpu), mode },
      value: ms / 1000,
    })),
  );

const memoryReadings = ({ total, free, available, buffers, cached, swaptotal, swapfree }: Systeminformation.MemData): Reading[] =>
  Object.entries({
    MemTotal: total,
    MemFree: free,
    MemAvailable: available,
    Buffers: buffers,
    Cached: cached,
    SwapTotal: swaptotal,
    SwapFree: swapfree,
  }).map(([key, value]) => ({ name: `node_memory_${key}_bytes`, value }));

function filesystemReading({ fs, type, mount, size, available, used }: Systeminformation.FsSizeData): Reading[] {
  const labels = { device: fs, fstype: type, mountpoint: mount };
  return Object.entries({ size_bytes: size, avail_bytes: available, free_bytes: size - used }).map(([name, value]) => ({
    name: `node_filesystem_${name}`,
    labels,
    value,
  }));
}

function interfaceReading({
  iface,
  rx_bytes,
  rx_errors,
  rx_dropped,
  tx_bytes,
  tx_errors,
  tx_dropped,
}: Systeminformation.NetworkStatsData): Reading[] {
  const columns = {
    receive_bytes: rx_bytes,
    receive_errs: rx_errors,
    receive_drop: rx_dropped,
    transmit_bytes: tx_bytes,
    transmit_errs: tx_errors,
    transmit_drop: tx_dropped,
  };
  return Object.entries(columns).map(([name, value]) => ({ name: `node_network_${name}_total`, labels: { device: iface }, value }));
}

import type { Reading } from './reading.ts';

/** Devices that node_exporter leaves out by default. */
const EXCLUDED = /^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$/;
const SECTOR_BYTES = 512;
const MS = 1 / 1000;

/** Column of /proc/diskstats after the device name, factor to the base unit, and metric (kernel: admin-guide/iostats). */
const COLUMNS: readonly (readonly [column: number, factor: number, name: string])[] = [
  [0, 1, 'node_disk_reads_completed_total'],
  [2, SECTOR_BYTES, 'node_disk_read_bytes_total'],
  [3, MS, 'node_disk_read_time_seconds_total'],
  [4, 1, 'node_disk_writes_completed_total'],
  [6, SECTOR_BYTES, 'node_disk_written_bytes_total'],
  [7, MS, 'node_disk_write_time_seconds_total'],
  [8, 1, 'node_disk_io_now'],
  [9, MS, 'node_disk_io_time_seconds_total'],
  [10, MS, 'node_disk_io_time_weighted_seconds_total'],
];

export function diskstats(text: string): Reading[] {
  return text.split('\n').flatMap((line) => {
    const [, , device, ...fields] = line.trim().split(/\s+/);
    if (device === undefined || EXCLUDED.test(device)) return [];
    return COLUMNS.map(([column, factor, name]) => ({ name, labels: { device }, value: Number(fields[column]) * factor }));
  });
}

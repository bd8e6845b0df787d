import type { Reading } from './reading.ts';

const COLUMNS: readonly (readonly [column: number, name: string])[] = [
  [0, 'receive_bytes'],
  [1, 'receive_packets'],
  [2, 'receive_errs'],
  [3, 'receive_drop'],
  [8, 'transmit_bytes'],
  [9, 'transmit_packets'],
  [10, 'transmit_errs'],
  [11, 'transmit_drop'],
];

/** /proc/net/dev, see proc(5); without the loopback, as Debian runs node_exporter. */
export function netDev(text: string): Reading[] {
  return text.split('\n').flatMap((line) => {
    const [, device, rest] = /^\s*([^\s|]+):\s*(.*)$/.exec(line) ?? [];
    if (device === undefined || rest === undefined || device === 'lo') return [];
    const fields = rest.split(/\s+/);
    return COLUMNS.map(([column, name]) => ({ name: `node_network_${name}_total`, labels: { device }, value: Number(fields[column]) }));
  });
}

import type { Reading } from './reading.ts';

const KEYS = new Set(
  'MemTotal MemFree MemAvailable Buffers Cached SwapCached SwapTotal SwapFree Active Inactive Dirty Writeback Shmem Slab SReclaimable Committed_AS'.split(
    ' ',
  ),
);

/** /proc/meminfo in bytes. */
export function meminfo(text: string): Reading[] {
  return text.split('\n').flatMap((line) => {
    const [, key, kibibytes] = /^(\w+): +(\d+) kB$/.exec(line) ?? [];
    return key !== undefined && KEYS.has(key) ? [{ name: `node_memory_${key}_bytes`, value: Number(kibibytes) * 1024 }] : [];
  });
}

import type { Reading } from './reading.ts';

/** USER_HZ: what the kernel shows to user space counts in hundredths of a second on every architecture that we run on. */
const TICKS = 100;
const MODES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;
const SINGLE: Readonly<Record<string, string>> = {
  intr: 'node_intr_total',
  ctxt: 'node_context_switches_total',
  btime: 'node_boot_time_seconds',
  processes: 'node_forks_total',
  procs_running: 'node_procs_running',
  procs_blocked: 'node_procs_blocked',
};

/** /proc/stat, see proc(5). */
export function procStat(text: string): Reading[] {
  return text.split('\n').flatMap((line) => {
    const [key = '', ...fields] = line.split(/\s+/);
    const cpu = /^cpu(\d+)$/.exec(key)?.[1];
    if (cpu !== undefined)
      return MODES.map((mode, i) => ({ name: 'node_cpu_seconds_total', labels: { cpu, mode }, value: Number(fields[i]) / TICKS }));
    return Object.hasOwn(SINGLE, key) ? [{ name: SINGLE[key]!, value: Number(fields[0]) }] : [];
  });
}

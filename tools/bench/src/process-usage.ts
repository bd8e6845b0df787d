import { readFileSync } from 'node:fs';
import { memoryOf, processTree } from './process-tree.ts';

const TICKS_PER_SECOND = 100; // USER_HZ of every Linux that Node runs on
const KB_PER_MIB = 1024;
const BYTES_PER_MIB = 1024 * 1024;

/** CPU time in seconds, user and system, of the processes, all that descend from them, and all such that have ended. */
export function cpuSecondsOf(roots: readonly number[]): number {
  return processTree(roots).reduce((sum, pid) => sum + ticksOf(pid), 0) / TICKS_PER_SECOND;
}

/** Sum of the peak resident sizes of the processes themselves, MiB. */
export function peakRssMib(pids: readonly number[]): number {
  const peak = (pid: number): number => Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / KB_PER_MIB;
  return Math.round(pids.reduce((sum, pid) => sum + peak(pid), 0) * 10) / 10;
}

/** Proportional size of the processes and all that descend from them, as they are now, MiB. */
export function pssMib(roots: readonly number[]): number {
  const bytes = processTree(roots).reduce((sum, pid) => sum + (memoryOf(pid)?.pssBytes ?? 0), 0);
  return Math.round((bytes / BYTES_PER_MIB) * 10) / 10;
}

/** utime, stime, and cutime, cstime of children that were waited for (proc(5)). */
function ticksOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the command's name may hold spaces
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it has ended meanwhile; its parent's counts include it
  }
}

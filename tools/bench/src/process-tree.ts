import { readFileSync, readdirSync } from 'node:fs';

export interface ProcessMemory {
  readonly pid: number;
  readonly command: string;
  /** Proportional set size in bytes: shared pages are divided by the number of processes that share them. */
  readonly pssBytes: number;
}

const BYTES_PER_KB = 1024;

/** The given processes and all that descend from them, as far as they still run. Linux only: reads /proc. */
export function processTree(roots: readonly number[]): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const seen = new Set<number>();
  const visit = (pid: number): void => {
    if (seen.has(pid)) return;
    seen.add(pid);
    children.get(pid)?.forEach(visit);
  };
  roots.forEach(visit);
  return [...seen];
}

/** Memory of one process from `smaps_rollup`; nothing when it has ended or may not be read. */
export function memoryOf(pid: number): ProcessMemory | undefined {
  try {
    const pss = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return pss === undefined ? undefined : { pid, command, pssBytes: Number(pss) * BYTES_PER_KB };
  } catch {
    return undefined;
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]); // the command's name may hold spaces and brackets
  } catch {
    return undefined;
  }
}

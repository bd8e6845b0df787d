import { readFileSync } from 'node:fs';

/** Whether a process exists and is more than a zombie that its parent has not collected. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { StackFile } from './stack-file.ts';

const TERM_DEADLINE_MS = 10_000;

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Stops what a launcher that died (kill -9, power) left behind. A pid is ours only when its command line still names a bundle of ours. */
export async function stopOrphans(left: StackFile): Promise<number> {
  const ours = Object.values(left.processes).filter((pid) => isRunning(pid) && /dist\/apps\/|nats-server/.test(commandLine(pid)));
  for (const pid of ours) signal(pid, 'SIGTERM');
  const deadline = performance.now() + TERM_DEADLINE_MS;
  while (ours.some(isRunning) && performance.now() < deadline) await delay(100);
  for (const pid of ours.filter(isRunning)) signal(pid, 'SIGKILL');
  return ours.length;
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended between the look and the signal
  }
}

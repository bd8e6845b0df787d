// npm run bench:footprint [-- --data DIR]: memory of everything that a running stack consists of; JSON as the last line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { memoryOf, processTree } from './process-tree.ts';

const MIB = 1024 * 1024;
const { values } = parseArgs({ options: { data: { type: 'string', default: '.cloudops' } } });
const stack = JSON.parse(readFileSync(join(values.data, 'run/stack.json'), 'utf8')) as { pid: number; processes: Record<string, number> };

const names = new Map(Object.entries(stack.processes).map(([name, pid]) => [pid, name]));
names.set(stack.pid, 'launcher');
const memory = processTree([...names.keys()])
  .map(memoryOf)
  .filter((process) => process !== undefined);

const byName: Record<string, number> = {};
for (const { pid, command, pssBytes } of memory) {
  const name = names.get(pid) ?? (command.startsWith('postgres') ? 'postgres' : 'other');
  byName[name] = (byName[name] ?? 0) + pssBytes;
}
const mib = (bytes: number): number => Math.round((bytes / MIB) * 10) / 10;
const total = memory.reduce((sum, process) => sum + process.pssBytes, 0);
const uptimeSeconds = Math.round((Date.now() - startedAt(stack.pid)) / 1000);
console.log(
  JSON.stringify({
    pssMiB: mib(total),
    uptimeSeconds,
    processes: memory.length,
    byName: Object.fromEntries(Object.entries(byName).map(([name, bytes]) => [name, mib(bytes)])),
  }),
);

/** Start time of a process in ms since the epoch. */
function startedAt(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const boot = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]);
  const TICKS_PER_SECOND = 100; // USER_HZ of every Linux that Node runs on
  return (boot + ticks / TICKS_PER_SECOND) * 1000;
}

import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { memoryOf, processTree } from './process-tree.ts';

describe('processTree', () => {
  it('finds children of children', async () => {
    const grandparent = spawn(process.execPath, [
      '-e',
      `require('node:child_process').spawn('sleep', ['30']).on('spawn', () => console.log('up'))`,
    ]);
    await once(grandparent.stdout, 'data');
    const commands = processTree([grandparent.pid ?? 0]).map((pid) => memoryOf(pid)?.command);
    expect(commands).toEqual(expect.arrayContaining(['sleep 30']));
    for (const pid of processTree([grandparent.pid ?? 0])) process.kill(pid, 'SIGKILL');
  });
});

describe('memoryOf', () => {
  it('reads this process', () => expect(memoryOf(process.pid)?.pssBytes).toBeGreaterThan(10 * 1024 * 1024));
  it('knows nothing of a process that is not there', () => expect(memoryOf(2 ** 22 + 1)).toBeUndefined());
});

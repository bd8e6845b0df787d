import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, stopOrphans } from './orphans.ts';
import type { StackFile } from './stack-file.ts';

const left = (processes: Record<string, number>): StackFile => ({
  url: '',
  remoteWriteUrl: '',
  adminKeyFile: '',
  writeKeyFile: '',
  dataDir: '',
  pid: 0,
  processes,
  ready: true,
});

describe('stopOrphans', () => {
  it('stops a bundle that its launcher left behind, and nothing that merely has its old pid', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'orphans-')), 'dist/apps/anomaly');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'main.js'), 'setInterval(() => {}, 1000)');
    const orphan = spawn(process.execPath, [join(folder, 'main.js')]);
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const gone = once(orphan, 'exit');
    expect(await stopOrphans(left({ anomaly: orphan.pid ?? 0, chat: stranger.pid ?? 0 }))).toBe(1);
    await gone;
    expect(isRunning(stranger.pid ?? 0)).toBe(true);
    stranger.kill();
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Child } from './child.ts';
import { isRunning } from './orphans.ts';

const running: Child[] = [];

async function childOf(source: string): Promise<Child> {
  const entry = join(await mkdtemp(join(tmpdir(), 'child-')), 'main.mjs');
  await writeFile(entry, source);
  const child = new Child({ name: 'test', entry, env: {}, nodeOptions: [] }, new PassThrough().resume());
  running.push(child);
  return child;
}

const spawned = async (child: Child): Promise<number> => (await once(child, 'spawned'))[0] as number;

describe('Child', () => {
  afterEach(async () => {
    for (const child of running.splice(0)) await child.stop();
  });

  it('starts a process again that was killed', async () => {
    const child = await childOf('setInterval(() => {}, 1000)');
    const first = spawned(child);
    child.start();
    const second = spawned(child);
    process.kill(await first, 'SIGKILL');
    expect(await second).not.toBe(await first);
  });

  it('says how a process died', async () => {
    const child = await childOf('process.exit(3)');
    child.start();
    expect(await once(child, 'died')).toEqual(['exit code 3']);
  });

  it('stops for good, and the process is gone', async () => {
    const child = await childOf('setInterval(() => {}, 1000)');
    const pid = spawned(child);
    child.start();
    await pid;
    await child.stop();
    expect(isRunning(await pid)).toBe(false);
  });
});

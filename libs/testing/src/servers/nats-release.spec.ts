import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { natsRelease } from './nats-release.ts';

const onLinux = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) ? describe : describe.skip;

onLinux('the pinned release of nats-server', () => {
  let cacheDir: string;
  beforeEach(async () => void (cacheDir = await mkdtemp(join(tmpdir(), 'cloudops-release-'))));
  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(cacheDir, { recursive: true });
  });

  it('is not used, and not kept, when it is not what was pinned', async () => {
    const download = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('something else'));
    await expect(natsRelease(cacheDir)).rejects.toMatchObject({ code: 'checksum-mismatch' });
    expect(download.mock.calls[0]![0]).toMatch(/^https:\/\/github\.com\/nats-io\/nats-server\/releases\/download\/v2\.12\.\d+\//);
    expect(await readdir(cacheDir)).toEqual([]);
  });

  it('is downloaded once', async () => {
    const download = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(null, { status: 503 }));
    await expect(natsRelease(cacheDir)).rejects.toThrow('503');
    const name = /nats-server-v[\d.]+-linux-\w+(?=\.tar)/.exec(download.mock.calls[0]![0] as string)![0];
    await writeFile(join(cacheDir, name), 'as if it had been unpacked');
    expect(await natsRelease(cacheDir)).toBe(join(cacheDir, name));
    expect(download).toHaveBeenCalledTimes(1);
  });
});

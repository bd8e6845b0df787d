import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '@cloudops/contracts';
import { natsRelease } from './nats-release.ts';

const run = promisify(execFile);
const OLDEST = [2, 9, 10] as const;

export interface EnsureNatsOptions {
  /** Where a download is kept; by default `~/.cache/cloudops`. */
  readonly cacheDir?: string;
  /** Called with one line a step that takes a while. */
  readonly onStep?: (line: string) => void;
}

/**
 * Path of a nats-server: of the PATH if it is new enough, else the pinned official release, else Debian's when we are root.
 * @throws DomainError `unavailable` (`no-nats-server`) that says what to do.
 */
export async function ensureNatsServer(options: EnsureNatsOptions = {}): Promise<string> {
  const installed = await onPath();
  if (installed) return installed;
  const step = options.onStep ?? (() => {});
  const failures: string[] = [];
  for (const [what, get] of [
    ['downloading the pinned nats-server release', () => natsRelease(options.cacheDir ?? join(homedir(), '.cache', 'cloudops'))],
    ['installing nats-server with apt-get', fromDebian],
  ] as const) {
    step(what);
    try {
      return await get();
    } catch (error) {
      failures.push(`${what}: ${reasonOf(error)}`);
    }
  }
  const advice = 'Install nats-server 2.9.10 or later (https://docs.nats.io), put it on the PATH, or set NATS_URL to a server of yours.';
  throw new DomainError('unavailable', 'no-nats-server', `No nats-server here. ${advice} Tried: ${failures.join('; ')}`);
}

async function onPath(): Promise<string | undefined> {
  // Debian puts it into /usr/sbin, which is not on everybody's PATH
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/local/sbin', '/usr/sbin'];
  for (const folder of folders.filter(Boolean)) {
    const file = join(folder, 'nats-server');
    if ((await executable(file)) && (await isNewEnough(file))) return file;
  }
  return undefined;
}

async function isNewEnough(file: string): Promise<boolean> {
  const { stdout, stderr } = await run(file, ['--version']).catch(() => ({ stdout: '', stderr: '' }));
  const version = /v(\d+)\.(\d+)\.(\d+)/
    .exec(stdout + stderr)
    ?.slice(1)
    .map(Number);
  if (!version) return false;
  const differs = OLDEST.findIndex((part, i) => part !== version[i]);
  return differs === -1 || version[differs]! > OLDEST[differs]!;
}

async function fromDebian(): Promise<string> {
  if (process.getuid?.() !== 0 || !(await executable('/usr/bin/apt-get'))) throw new Error('needs root on Debian or Ubuntu');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-q', 'update'], { env, timeout: 120_000 });
  await run('apt-get', ['-qy', '--no-install-recommends', 'install', 'nats-server'], { env, timeout: 300_000 });
  const installed = await onPath();
  if (!installed) throw new Error('the package brought no usable nats-server');
  return installed;
}

const executable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause;
  return [error, cause]
    .filter((e) => e instanceof Error)
    .map((e) => e.message.split('\n')[0])
    .join(': ');
}

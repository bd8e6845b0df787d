import { chmod, chown, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { canReach, OPEN_DIRECTORY, type PostgresUser } from './postgres-binaries.ts';

/**
 * The real place of a cluster that is wanted at `dataDir`. When we are root and `postgres` cannot get there, that is a folder below
 * /var/lib/cloudops, and `dataDir` becomes a link to it.
 */
export async function clusterDirectory(dataDir: string, user: PostgresUser | undefined): Promise<string> {
  const linked = await readlink(dataDir).catch(() => undefined);
  if (linked !== undefined) return linked;
  await mkdir(dirname(dataDir), { recursive: true });
  if (canReach(dirname(dataDir), user)) return dataDir;
  await mkdir(OPEN_DIRECTORY, { recursive: true });
  await chmod(OPEN_DIRECTORY, 0o755);
  const open = await mkdtemp(join(OPEN_DIRECTORY, 'cluster-'));
  await chmod(open, 0o755);
  await symlink(join(open, 'pg'), dataDir);
  return join(open, 'pg');
}

/** Runs initdb unless a finished cluster is there; one that was interrupted is begun again. */
export async function initialise(dir: string, bin: string, password: string, user: PostgresUser | undefined): Promise<void> {
  const done = join(dir, 'cloudops-initialised');
  if (
    await readFile(done).then(
      () => true,
      () => false,
    )
  )
    return;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const passwordFile = `${dir}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) {
    await chown(dir, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const flags = ['--auth=scram-sha-256', '--username=postgres', '--encoding=UTF8', '--no-locale', '--no-sync', '--no-instructions'];
  try {
    await promisify(execFile)(join(bin, 'initdb'), [`--pgdata=${dir}`, `--pwfile=${passwordFile}`, ...flags], { ...user, cwd: '/' });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(done, '');
}

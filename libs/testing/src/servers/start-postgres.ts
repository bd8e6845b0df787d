import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { clusterDirectory, initialise } from './cluster-directory.ts';
import { freePort } from './free-port.ts';
import { postgresBinaries, postgresUser } from './postgres-binaries.ts';
import { processIdentity } from './process-identity.ts';
import { startServerProcess } from './server-process.ts';
import { stopOrphan } from './server-record.ts';

export interface PostgresServerOptions {
  /** Kept when the server stops; by default a temporary folder that goes with the server. */
  readonly dataDir?: string;
  /** Of 127.0.0.1; by default a free one. */
  readonly port?: number;
  /** Of the superuser `postgres`; an existing folder keeps the password it was made with. By default random. */
  readonly password?: string;
  /** Settings of the server, over our own. */
  readonly parameters?: Readonly<Record<string, string | number>>;
}

export interface PostgresServer {
  /** URL of the superuser. */
  readonly adminUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, also by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

// for a machine of 2 GiB that it shares with everything else
const PARAMETERS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '64MB',
  max_connections: 60,
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  jit: 'off',
  max_worker_processes: 2,
  max_parallel_workers: 0,
  max_parallel_workers_per_gather: 0,
  autovacuum_max_workers: 1,
  io_method: 'sync',
  synchronous_commit: 'on',
  wal_level: 'minimal',
  max_wal_senders: 0,
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  log_min_messages: 'warning',
};

/** Starts Postgres from the binaries of the npm package, on 127.0.0.1 with a password; recovers a folder that a killed process left. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const user = postgresUser();
  const bin = await postgresBinaries(user);
  const temporary = options.dataDir === undefined ? await temporaryFolder() : undefined;
  const dir = await clusterDirectory(temporary ? join(temporary, 'pg') : resolve(options.dataDir!), user);
  const recordFile = `${dir}.server.json`;
  await stopOrphan(recordFile);
  const password = options.password ?? randomBytes(16).toString('hex');
  await initialise(dir, bin, password, user);
  await dropStaleLock(dir);
  const port = options.port ?? (await freePort());
  const parameters = { ...PARAMETERS, ...(temporary ? { fsync: 'off' } : {}), ...options.parameters };
  const server = await startServerProcess(
    {
      command: join(bin, 'postgres'),
      args: ['-D', dir, '-p', String(port), ...Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      cwd: dir,
      logFile: `${dir}.log`,
      recordFile,
      user,
      temporary,
    },
    () => isReady(dir),
  );
  const stop = async (): Promise<void> => {
    await server.stop('SIGINT');
    await rm(temporary ?? recordFile, { recursive: true, force: true });
  };
  return { adminUrl: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`, port, ...server, stop };
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudops-pg-'));
  await chmod(folder, 0o755); // or the user postgres cannot pass
  return folder;
}

const lockOf = async (dir: string): Promise<string[]> => (await readFile(join(dir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');

/** Postgres itself writes whether it accepts connections to line 8 of its lock file. */
const isReady = async (dir: string): Promise<boolean> => (await lockOf(dir))[7]?.trim() === 'ready';

/** The lock of a dead server names a pid that may belong to anybody by now, and would keep Postgres from starting. */
async function dropStaleLock(dir: string): Promise<void> {
  const pid = Number((await lockOf(dir))[0]);
  if (!pid) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (processIdentity(pid) === undefined || (command !== '' && !command.includes(dir)))
    await rm(join(dir, 'postmaster.pid'), { force: true });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '../wait-for.ts';
import { processIdentity } from './process-identity.ts';
import { startNats } from './start-nats.ts';
import { startPostgres } from './start-postgres.ts';

jest.setTimeout(60_000);

const REGISTER = join(import.meta.dirname, '../../../../tools/register.mjs');
const alive = (pid: number): boolean => processIdentity(pid) !== undefined;

describe('the servers', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloudops-servers-'));
    await chmod(folder, 0o755);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Starts both servers in a process of its own, so that it can be killed; resolves with their pids. */
  const startElsewhere = async (): Promise<{ launcher: number; postgres: number; nats: number; ended: Promise<unknown> }> => {
    const script = join(folder, 'launch.ts');
    await writeFile(
      script,
      `import { startPostgres } from '${import.meta.dirname}/start-postgres.ts';
       import { startNats } from '${import.meta.dirname}/start-nats.ts';
       const postgres = await startPostgres({ dataDir: '${folder}/pg', password: 'secret' });
       const nats = await startNats({ dataDir: '${folder}/nats' });
       console.log(JSON.stringify({ postgres: postgres.pid, nats: nats.pid }));
       setInterval(() => {}, 1000);`,
    );
    const child = spawn(process.execPath, ['--import', REGISTER, script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { launcher: child.pid!, ended, ...(JSON.parse(line.toString()) as { postgres: number; nats: number }) };
  };

  it('keep their data over a restart, and Postgres its password', async () => {
    const { Client } = (await import('pg')).default;
    const dataDir = join(folder, 'pg');
    const query = async (url: string, sql: string): Promise<unknown[]> => {
      const client = new Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query(sql);
      await client.end();
      return rows as unknown[];
    };
    const first = await startPostgres({ dataDir, password: 'a/b:c@d', parameters: { work_mem: '3MB' } });
    await query(first.adminUrl, 'create table kept (n int); insert into kept values (42)');
    expect(await query(first.adminUrl, `select current_setting('work_mem') as work_mem, current_setting('fsync') as fsync`)).toEqual([
      { work_mem: '3MB', fsync: 'on' },
    ]);
    await expect(query(first.adminUrl.replace('a%2Fb', 'wrong'), 'select 1')).rejects.toThrow('password authentication failed');
    await first.stop();
    expect(alive(first.pid)).toBe(false);
    const second = await startPostgres({ dataDir, password: 'a/b:c@d' });
    expect(await query(second.adminUrl, 'select n from kept')).toEqual([{ n: 42 }]);
    await second.stop();
  });

  it('refuse a folder that a living process serves', async () => {
    const { launcher, ended, postgres, nats } = await startElsewhere();
    const conflict = { code: 'already-running', kind: 'conflict' };
    await expect(startPostgres({ dataDir: join(folder, 'pg') })).rejects.toMatchObject(conflict);
    await expect(startNats({ dataDir: join(folder, 'nats') })).rejects.toMatchObject(conflict);
    process.kill(launcher, 'SIGKILL');
    await ended;
    // they end a moment after their launcher, and write until then
    await waitFor(() => Promise.resolve(!alive(postgres) && !alive(nats)));
  });

  it('end when the process that started them is killed outright, and can be started again at once', async () => {
    const former = await startElsewhere();
    process.kill(former.launcher, 'SIGKILL');
    await former.ended;
    const [postgres, nats] = await Promise.all([
      startPostgres({ dataDir: join(folder, 'pg'), password: 'secret' }),
      startNats({ dataDir: join(folder, 'nats') }),
    ]);
    expect(alive(former.postgres) || alive(former.nats)).toBe(false);
    expect(alive(postgres.pid) && alive(nats.pid)).toBe(true);
    await Promise.all([postgres.stop(), nats.stop()]);
  });

  it('start over a lock whose process died, even when its pid belongs to another process now', async () => {
    const dataDir = join(folder, 'pg');
    const first = await startPostgres({ dataDir, password: 'x' });
    const lock = await readFile(join(dataDir, 'postmaster.pid'), 'utf8');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    await writeFile(join(dataDir, 'postmaster.pid'), lock.replace(/^\d+/, String(process.ppid)));
    const second = await startPostgres({ dataDir, password: 'x' });
    expect(alive(process.ppid)).toBe(true);
    await second.stop();
  });

  it('begin an initialisation anew that was interrupted', async () => {
    const dataDir = join(folder, 'pg');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'PG_VERSION'), '18');
    await (await startPostgres({ dataDir, password: 'x' })).stop();
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('run Postgres below a folder that only root can enter', async () => {
    await chmod(folder, 0o700);
    const dataDir = join(folder, 'clone', '.cloudops', 'pg');
    const server = await startPostgres({ dataDir, password: 'x' });
    const place = await readlink(dataDir);
    expect((await stat(place)).uid).not.toBe(0);
    await server.stop();
    await (await startPostgres({ dataDir, password: 'x' })).stop();
    expect(await readlink(dataDir)).toBe(place);
    await rm(dirname(place), { recursive: true });
  });

  it('tell when they end by themselves, and remove what was temporary', async () => {
    const nats = await startNats();
    const { pid, storeDir } = nats;
    process.kill(pid, 'SIGKILL');
    await nats.ended;
    await nats.restart();
    expect(nats.pid).not.toBe(pid);
    await nats.stop();
    await expect(access(storeDir)).rejects.toThrow('ENOENT');
  });

  it('say why they do not start', async () => {
    await expect(startNats({ config: () => 'listen: nonsense' })).rejects.toThrow(/nats-server did not start: .*nonsense/);
    const { port, stop } = await startNats();
    await expect(startPostgres({ port })).rejects.toThrow(/did not start: .*could not/);
    await waitFor(() => stop().then(() => true));
  });
});

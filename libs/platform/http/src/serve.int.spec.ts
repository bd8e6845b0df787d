import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../../../..');
const env = {
  PATH: process.env['PATH'],
  PORT: '0',
  DATABASE_URL: 'postgres://u:p@127.0.0.1/x',
  MIGRATION_DATABASE_URL: 'postgres://u:p@127.0.0.1/x',
  NATS_URL: 'nats://127.0.0.1:4222',
};

const children: ChildProcessWithoutNullStreams[] = [];
function start(variables: Record<string, string | undefined>): ChildProcessWithoutNullStreams {
  const args = ['--import', join(root, 'tools/register.mjs'), join(import.meta.dirname, 'serve.fixture.ts')];
  const child = spawn(process.execPath, args, { cwd: root, env: variables });
  children.push(child);
  return child;
}
async function listening(child: ChildProcessWithoutNullStreams): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
    if (msg === 'listening' && url) return url;
  }
  throw new Error('the process ended before it listened');
}
const exitCode = async (child: ChildProcessWithoutNullStreams): Promise<number | null> => {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
};

describe('serve', () => {
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('prints every configuration fault and exits with 78', async () => {
    const child = start({ PATH: env.PATH, PORT: 'x' });
    let printed = '';
    child.stderr.on('data', (chunk) => (printed += String(chunk)));
    expect(await exitCode(child)).toBe(78);
    expect(printed).toMatch(/PORT: .*DATABASE_URL: is not set.*NATS_URL: is not set/s);
  });

  it('drops readiness first, finishes what is in flight, and exits 0', async () => {
    const child = start(env);
    const url = await listening(child);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const slow = fetch(`${url}/slow?ms=1500`).then((reply) => reply.text());
    await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGTERM');
    let status = 200;
    while (status === 200) status = (await fetch(`${url}/readyz`)).status;
    expect(status).toBe(503);
    expect(await slow).toBe('finished');
    expect(await exitCode(child)).toBe(0);
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });

  it('says why it cannot start and exits 1', async () => {
    const url = await listening(start(env));
    const second = start({ ...env, PORT: new URL(url).port });
    let printed = '';
    second.stdout.on('data', (chunk) => (printed += String(chunk)));
    expect(await exitCode(second)).toBe(1);
    expect(printed).toContain('EADDRINUSE');
  }, 30_000); // two processes, one after the other
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SupervisorReply, SupervisorRequest } from '@cloudops/contracts';
import { waitFor } from '@cloudops/testing';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callSupervisor } from '../executor/runners/supervisor-client.ts';
import { startChild, type Child } from '../testing/child.ts';

let folder: string;
let child: Child;
const file = (name: string): string => join(folder, name);
const starts = (): number[] =>
  existsSync(file('starts')) ? readFileSync(file('starts'), 'utf8').split('\n').filter(Boolean).map(Number) : [];
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function start(): Promise<void> {
  const before = starts().length;
  child = startChild('supervisor', ['--socket', file('s.sock'), '--state', file('state'), '--workloads', file('w.yaml')], {});
  await waitFor(() => starts().length > before && child.output().includes('supervising'), { what: 'the workload', timeoutMs: 15_000 });
}
async function ask(
  request: Omit<Extract<SupervisorRequest, { verb: 'restart' }>, 'id'> | Omit<SupervisorRequest, 'id'>,
): Promise<SupervisorReply> {
  const answer = await callSupervisor(file('s.sock'), { id: 'x', ...request } as SupervisorRequest, AbortSignal.timeout(15_000));
  if (answer.kind !== 'reply') throw new Error(`${answer.kind}: ${answer.message}; ${child.output()}`);
  return answer.reply;
}
const restart = (idempotencyKey: string, fencingToken: number) => ask({ verb: 'restart', workload: 'w', idempotencyKey, fencingToken });
const observe = (idempotencyKey: string) => ask({ verb: 'observe', workload: 'w', idempotencyKey } as never);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cloudops-sup-'));
  // ignores SIGTERM when told so, and has a child of its own: only signals to the whole group end it
  const script = `
    const { spawn } = require('child_process'); const fs = require('fs');
    fs.appendFileSync(${JSON.stringify(file('starts'))}, process.pid + '\\n');
    const sub = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    fs.appendFileSync(${JSON.stringify(file('subs'))}, sub.pid + '\\n');
    process.on('SIGTERM', () => setTimeout(() => process.exit(0), 300));
    setInterval(() => {}, 1000);`;
  writeFileSync(file('w.yaml'), JSON.stringify({ w: { command: [process.execPath, '-e', script] } }));
  await start();
}, 30_000);
afterEach(async () => {
  await child.kill('SIGTERM');
  await waitFor(() => !starts().some(alive), { what: 'every workload to be gone' });
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

describe('supervisor', () => {
  it('restarts once a key, refuses repeats and stale tokens, and lets only this user in', async () => {
    const [first] = starts();
    expect(await observe('key-aaaaaa')).toMatchObject({ outcome: 'never', starts: 1, pid: first });
    expect(await restart('key-aaaaaa', 5)).toMatchObject({ outcome: 'done', starts: 2 });
    expect(alive(first ?? 0)).toBe(false);
    expect(await restart('key-aaaaaa', 5)).toMatchObject({ outcome: 'repeated', message: expect.stringContaining('done'), starts: 2 });
    expect(await restart('key-bbbbbb', 4)).toMatchObject({ outcome: 'stale', starts: 2 });
    expect(await observe('key-bbbbbb')).toMatchObject({ outcome: 'never' });
    expect(await observe('key-aaaaaa')).toMatchObject({ outcome: 'done' });
    expect(await ask({ verb: 'status', workload: 'w' })).toMatchObject({ outcome: 'running' });
    expect(await ask({ verb: 'status', workload: 'none' })).toMatchObject({ outcome: 'unknown-workload' });
    expect(statSync(file('s.sock')).mode & 0o777).toBe(0o600);
    await waitFor(() => starts().length === 2);
    const subs = () => readFileSync(file('subs'), 'utf8').split('\n').filter(Boolean).map(Number);
    await waitFor(() => subs().length === 2 && !alive(subs()[0] ?? 0));
    expect(subs().map(alive)).toEqual([false, true]);
  }, 30_000);

  it('does a key once however many ask for it at the same time', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => restart('key-cccccc', 1)));
    expect(replies.map((r) => r.outcome).sort()).toEqual(['done', ...Array<string>(7).fill('repeated')]);
    await waitFor(() => starts().length === 2);
  }, 30_000);

  it('remembers keys and tokens after kill -9, and ends what it left behind', async () => {
    await restart('key-dddddd', 3);
    const left = await waitFor(() => starts()[1]);
    await child.kill('SIGKILL');
    appendFileSync(file('state/journal.jsonl'), '{"type":"begin","at":"2026-01-0');
    await start();
    await waitFor(() => !alive(left));
    expect(await restart('key-dddddd', 3)).toMatchObject({ outcome: 'repeated' });
    expect(await restart('key-eeeeee', 2)).toMatchObject({ outcome: 'stale' });
  }, 30_000);

  it('says begun for a key whose end it did not live to write', async () => {
    const asked = callSupervisor(
      file('s.sock'),
      { id: 'x', verb: 'restart', workload: 'w', idempotencyKey: 'key-ffffff', fencingToken: 1 },
      AbortSignal.timeout(15_000),
    );
    await waitFor(() => readFileSync(file('state/journal.jsonl'), 'utf8').includes('key-ffffff'));
    await child.kill('SIGKILL');
    expect(await asked).toMatchObject({ kind: 'lost' });
    await start();
    expect(await observe('key-ffffff')).toMatchObject({ outcome: 'begun' });
    expect(await restart('key-ffffff', 1)).toMatchObject({ outcome: 'repeated', message: expect.stringContaining('begun') });
  }, 30_000);

  it('starts a workload again that died by itself', async () => {
    process.kill(starts()[0] ?? 0, 'SIGKILL');
    await waitFor(() => starts().length === 2);
    expect(await ask({ verb: 'status', workload: 'w' })).toMatchObject({ starts: 2 });
  }, 30_000);

  it('hangs up on a line without end, and answers what is not a request', async () => {
    const socket = connect(file('s.sock'));
    socket.write('x'.repeat(20_000));
    const [text] = (await once(socket, 'data')) as [Buffer];
    expect(text.toString()).toContain('longer than');
    await once(socket, 'close');
    expect(await ask({ verb: 'shell', workload: 'w' } as never)).toMatchObject({ outcome: 'invalid', id: 'x' });
  }, 30_000);

  it('does not take over a socket that another supervisor serves', async () => {
    const second = startChild('supervisor', ['--socket', file('s.sock'), '--state', file('other'), '--workloads', file('w.yaml')], {});
    await once(second.process, 'exit');
    expect(second.output()).toContain('Another supervisor');
    expect(starts()).toHaveLength(1);
  }, 30_000);
});

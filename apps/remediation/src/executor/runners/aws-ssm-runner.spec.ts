import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Action } from '@cloudops/contracts';
import { anInventoryEntry } from '@cloudops/testing';
import { SsmServer } from '../../testing/ssm-server.ts';
import { AwsSsmRunner } from './aws-ssm-runner.ts';

const server = new SsmServer();
const SECRET = 'secret-of-this-test';
let endpoint: string;

beforeAll(async () => {
  endpoint = await server.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  server.sent.splice(0);
  Object.assign(server, { fault: undefined, online: true, status: 'Success' });
});

const runnerAt = (to?: string) =>
  new AwsSsmRunner((region) => {
    const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: SECRET };
    return Promise.resolve(new SSMClient({ region, endpoint: to ?? endpoint, credentials, maxAttempts: 1 }));
  });
const runner = runnerAt();
const documents: { name: string; parameters: Record<string, string[]> }[] = [
  { name: 'AWS-RunPatchBaseline', parameters: { Operation: ['Scan'] } },
  { name: 'Gone', parameters: {} },
];
const entry = anInventoryEntry({ id: 'box', runner: { kind: 'aws-ssm', region: 'eu-west-1', instance: 'i-0123456789abcdef0', documents } });
const run = (document = 'AWS-RunPatchBaseline'): Action => ({ kind: 'run-document', target: 'box', document });
const pins = { documentVersion: '3', documentHash: 'abc123' };
const call = (over: object = {}) => ({
  ...{ entry, action: run(), pins, undo: false, idempotencyKey: 'rem-1', fencingToken: 1 },
  ...over,
});
const soon = () => AbortSignal.timeout(8_000);

describe('AwsSsmRunner', () => {
  it('shows document, version and parameters, and pins their hash', async () => {
    expect(await runner.dryRun(entry, run(), soon())).toMatchObject({
      ok: true,
      dryRun: { pins, reversible: false, calls: [expect.stringContaining('"Operation":["Scan"]')] },
    });
    expect(server.sent).toEqual([]);
  });

  it.each<[string, Action, string]>([
    ['of a document that the inventory does not name', run('AWS-RunShellScript'), 'does not allow'],
    ['of a document that is gone', run('Gone'), 'InvalidDocument'],
    ['of another action', { kind: 'reboot-instance', target: 'box' }, 'reboot-instance'],
  ])('a dry run %s says why not', async (_, action, words) => {
    expect(await runner.dryRun(entry, action, soon())).toMatchObject({ ok: false, message: expect.stringContaining(words) });
    expect((await runner.act(call({ action, pins: { ...pins, documentHash: 'other' } }), soon())).kind).toBe('refused');
    expect(server.sent).toEqual([]);
  });

  it('says that the agent is not there', async () => {
    server.online = false;
    expect(await runner.dryRun(entry, run(), soon())).toMatchObject({ ok: false, message: expect.stringContaining('ConnectionLost') });
  });

  it('sends once, with the key as comment and the pinned hash, and waits for the end', async () => {
    expect(await runner.act(call(), soon())).toMatchObject({ kind: 'done' });
    expect(server.sent).toMatchObject([
      { Comment: 'rem-1', DocumentVersion: '3', DocumentHash: 'abc123', Parameters: { Operation: ['Scan'] } },
    ]);
    server.status = 'Failed';
    expect(await runner.observe(call(), soon())).toMatchObject({ kind: 'failed' });
    expect(await runner.act(call({ undo: true }), soon())).toMatchObject({ kind: 'refused' });
    expect(server.sent).toHaveLength(1);
  });

  it('does not send a document that was changed since it was shown', async () => {
    expect(await runner.act(call({ pins: { ...pins, documentHash: 'old' } }), soon())).toMatchObject({ kind: 'refused' });
    expect(server.sent).toEqual([]);
  });

  it.each([
    [{ status: 400, type: 'ThrottlingException' }, 'unsent'],
    [{ status: 400, type: 'AccessDeniedException' }, 'refused'],
    [{ status: 400, type: 'InvalidInstanceId' }, 'refused'],
    [{ status: 500, type: 'InternalServerError' }, 'lost'],
    ['drop' as const, 'lost'],
  ])('takes %o as %s', async (fault, kind) => {
    server.fault = fault;
    const answer = await runner.act(call(), soon());
    expect(answer).toMatchObject({ kind });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(server.sent).toEqual([]);
  });

  it('finds what was sent though the answer was lost, and never takes silence of the list for a no', async () => {
    server.fault = 'drop-after';
    server.status = undefined;
    expect(await runner.act(call(), soon())).toMatchObject({ kind: 'lost' });
    expect(await runner.observe(call(), soon())).toMatchObject({ kind: 'begun' });
    server.status = 'InProgress';
    expect(await runner.observe(call(), soon())).toMatchObject({ kind: 'begun' });
    server.status = 'Success';
    expect(await runner.observe(call(), soon())).toMatchObject({ kind: 'done' });
    expect(server.sent).toHaveLength(1);
  });

  it('does not wait for ever, and tells what never left', async () => {
    server.status = 'InProgress';
    expect((await runner.act(call(), AbortSignal.timeout(500))).kind).toMatch(/begun|lost/);
    server.fault = 'hang';
    expect(await runner.act(call(), AbortSignal.timeout(300))).toMatchObject({ kind: 'lost' });
    expect(await runnerAt('http://127.0.0.1:1').act(call(), soon())).toMatchObject({ kind: 'unsent' });
  });
});

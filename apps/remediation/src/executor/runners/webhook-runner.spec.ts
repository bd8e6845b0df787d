import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anInventoryEntry, freePort } from '@cloudops/testing';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { listenLocally } from '../../testing/listen-locally.ts';
import { WebhookRunner } from './webhook-runner.ts';

const SECRET = 'a secret of this test';
const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
let answer: (response: ServerResponse) => void;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      answer(response);
    });
  });
  url = `${await listenLocally(server)}/hook?token=hidden`;
});
afterAll(() => void server.close());
beforeEach(() => void calls.splice(0));

const runner = new WebhookRunner((name) => (name === 'RUNNER_HOOK_SECRET' ? SECRET : undefined));
const entryFor = (over: object = {}) =>
  anInventoryEntry({ id: 'hook', runner: { kind: 'webhook', url, secretVariable: 'RUNNER_HOOK_SECRET', ...over } });
const action = { kind: 'call-webhook', target: 'hook' } as const;
const call = (over: object = {}) => ({
  ...{ entry: entryFor(over), action, pins: {}, undo: false, idempotencyKey: 'rem-1', fencingToken: 7 },
});
const soon = () => AbortSignal.timeout(5_000);
const status = (code: number, headers = {}) => (answer = (response) => response.writeHead(code, headers).end('text'));

describe('WebhookRunner', () => {
  it('says what it would call, without the secret parts and without calling', async () => {
    const dry = await runner.dryRun(entryFor(), action);
    expect(dry).toMatchObject({ ok: true, dryRun: { reversible: false, calls: [expect.stringMatching(/^POST http:.*\/hook \{/)] } });
    expect(JSON.stringify(dry)).not.toMatch(/hidden|secret/);
    expect(calls).toEqual([]);
  });

  it('refuses another action and a secret that is not set', async () => {
    expect(await runner.dryRun(entryFor(), { kind: 'restart-workload', target: 'hook' })).toMatchObject({ ok: false });
    expect(await runner.dryRun(entryFor({ secretVariable: 'RUNNER_NO_SUCH' }), action)).toMatchObject({
      message: expect.stringContaining('RUNNER_NO_SUCH'),
    });
    expect(await runner.act(call({ secretVariable: 'RUNNER_NO_SUCH' }), soon())).toMatchObject({ kind: 'refused' });
    expect(await runner.act({ ...call(), undo: true }, soon())).toMatchObject({ kind: 'refused' });
    expect(calls).toEqual([]);
  });

  it('posts once, with key, token and a signature that the other side can check', async () => {
    status(202);
    expect(await runner.act(call(), soon())).toMatchObject({ kind: 'done' });
    expect(calls).toHaveLength(1);
    const { headers, body } = calls[0]!;
    expect(headers['idempotency-key']).toBe('rem-1');
    expect(JSON.parse(body)).toEqual({ target: 'hook', action: 'call-webhook', idempotencyKey: 'rem-1', fencingToken: 7 });
    const text = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', SECRET).update(text).digest('base64')}`);
  });

  it.each([
    [400, 'refused'],
    [404, 'refused'],
    [409, 'lost'],
    [429, 'unsent'],
    [500, 'lost'],
    [503, 'lost'],
  ])('takes %d as %s', async (code, kind) => {
    status(code);
    expect(await runner.act(call(), soon())).toMatchObject({ kind });
    expect(calls).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    status(302, { location: url });
    expect(await runner.act(call(), soon())).toMatchObject({ kind: 'failed', message: expect.stringContaining('redirects') });
    expect(calls).toHaveLength(1);
  });

  it('tells what never left from what may have arrived', async () => {
    answer = (response) => response.destroy();
    expect(await runner.act(call(), soon())).toMatchObject({ kind: 'lost' });
    answer = () => undefined;
    expect(await runner.act(call(), AbortSignal.timeout(200))).toMatchObject({ kind: 'lost' });
    expect(await runner.act(call({ url: `http://127.0.0.1:${await freePort()}/` }), soon())).toMatchObject({ kind: 'unsent' });
    expect(await runner.observe(call())).toMatchObject({ kind: 'begun', message: expect.stringContaining('rem-1') });
  });
});

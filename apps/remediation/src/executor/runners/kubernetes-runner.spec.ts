import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import type { Action, DryRun } from '@cloudops/contracts';
import { anInventoryEntry } from '@cloudops/testing';
import { kubeconfigFor, KubernetesServer } from '../../testing/kubernetes-server.ts';
import { KubernetesRunner } from './kubernetes-runner.ts';

const TOKEN = 'token-of-this-test';
const server = new KubernetesServer(TOKEN);
let url: string;
let web: ReturnType<KubernetesServer['put']>;

beforeAll(async () => {
  url = await server.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  server.fault = undefined;
  server.writes.splice(0);
  web = server.put('Deployment', 'web', { replicas: 3, template: { metadata: {} } });
});

const runnerWith = (token: string, to?: string) =>
  new KubernetesRunner(() => {
    const config = new KubeConfig();
    config.loadFromString(JSON.stringify(kubeconfigFor(to ?? url, token)));
    return Promise.resolve(KubernetesObjectApi.makeApiClient(config));
  });
const runner = runnerWith(TOKEN);
const entry = (workload = { kind: 'Deployment', name: 'web' }, replicas: object | null = { min: 1, max: 5 }) =>
  anInventoryEntry({ runner: { kind: 'kubernetes', namespace: 'shop', workload, ...(replicas && { replicas }) } as never });
const restart: Action = { kind: 'restart-workload', target: 'web' };
const scale = (by: number): Action => ({ kind: 'scale-workload', target: 'web', by });
const soon = () => AbortSignal.timeout(5_000);
const call = (action: Action, pins: DryRun['pins'], over: object = {}) => ({
  ...{ entry: entry(), action, pins, undo: false, idempotencyKey: 'rem-1', fencingToken: 7 },
  ...over,
});
async function shown(action: Action): Promise<DryRun> {
  const answer = await runner.dryRun(entry(), action, soon());
  if (!answer.ok) throw new Error(answer.message);
  return answer.dryRun;
}
const real = () => server.writes.filter((w) => !w.dryRun);

describe('KubernetesRunner', () => {
  it('shows a restart and a scaling by a dry run of the API server, which changes nothing', async () => {
    const before = structuredClone(web);
    expect(await shown(restart)).toMatchObject({
      reversible: false,
      pins: { generation: '1' },
      calls: [expect.stringContaining('restartedAt')],
    });
    expect(await shown(scale(1))).toMatchObject({
      calls: ['PATCH /apis/apps/v1/namespaces/shop/deployments/web {"spec":{"replicas":4}}'],
      ...{ reversible: true, pins: { replicas: '3' }, changes: [{ from: '3', to: '4' }] },
      rollback: 'PATCH /apis/apps/v1/namespaces/shop/deployments/web {"spec":{"replicas":3}}',
    });
    expect(web).toEqual(before);
    expect(server.writes.map((w) => w.dryRun)).toEqual([true, true]);
  });

  it.each([
    ['out of bounds', () => runner.dryRun(entry(), scale(3), soon()), '1 to 5'],
    ['without bounds', () => runner.dryRun(entry(undefined, null), scale(1), soon()), 'runner.replicas'],
    ['of something else', () => runner.dryRun(entry({ kind: 'Deployment', name: 'none' }), restart, soon()), 'not found'],
    ['of another kind', () => runner.dryRun(entry(), { kind: 'clean-disk', target: 'web' }, soon()), 'clean-disk'],
    ['with a wrong token', () => runnerWith('wrong').dryRun(entry(), restart, soon()), '401'],
  ])('a dry run %s says why not', async (_, ask, words) => {
    const answer = await ask();
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining(words) });
    expect(JSON.stringify(answer)).not.toContain(TOKEN);
  });

  it('scales once, answers a repeated key with done, and goes back when told to', async () => {
    const { pins } = await shown(scale(1));
    expect(await runner.observe(call(scale(1), pins), soon())).toMatchObject({ kind: 'never' });
    expect(await runner.act(call(scale(1), pins), soon())).toMatchObject({ kind: 'done' });
    expect(await runner.act(call(scale(1), pins), soon())).toMatchObject({ kind: 'done' });
    expect(web.spec['replicas']).toBe(4);
    expect(real()).toHaveLength(1);
    expect(await runner.observe(call(scale(1), pins), soon())).toMatchObject({ kind: 'done' });
    const undo = call(scale(1), pins, { undo: true, idempotencyKey: 'rem-1~rollback' });
    expect(await runner.act(undo, soon())).toMatchObject({ kind: 'done' });
    expect(web.spec['replicas']).toBe(3);
    expect(
      await runner.act(call(restart, { uid: web.metadata.uid, generation: String(web.metadata.generation) }, { undo: true }), soon()),
    ).toMatchObject({
      kind: expect.stringMatching(/refused|done/),
    });
    expect(real()).toHaveLength(2);
  });

  it('restarts by the annotation of kubectl', async () => {
    const { pins } = await shown(restart);
    expect(await runner.act(call(restart, pins), soon())).toMatchObject({ kind: 'done' });
    expect(JSON.stringify(real()[0]?.body)).toContain('kubectl.kubernetes.io/restartedAt');
  });

  it('refuses what is not as it was shown, and a stale token', async () => {
    const scaled = await shown(scale(1));
    const restarted = await shown(restart);
    server.touch(web, { replicas: 2 });
    expect(await runner.act(call(scale(1), scaled.pins), soon())).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('2 found'),
    });
    expect(await runner.act(call(restart, restarted.pins), soon())).toMatchObject({ kind: 'refused' });
    const fresh = await shown(scale(1));
    expect(await runner.act(call(scale(1), fresh.pins), soon())).toMatchObject({ kind: 'done' });
    const next = await shown(scale(1));
    const stale = call(scale(1), next.pins, { idempotencyKey: 'rem-0', fencingToken: 6 });
    expect(await runner.act(stale, soon())).toMatchObject({ kind: 'refused', message: expect.stringContaining('stale') });
    expect(await runner.observe(stale, soon())).toMatchObject({ kind: 'lost' });
    web = server.put('Deployment', 'web', { replicas: 3 });
    expect(await runner.act(call(scale(1), next.pins, { fencingToken: 9, idempotencyKey: 'rem-2' }), soon())).toMatchObject({
      kind: 'refused',
    });
    expect(real()).toHaveLength(1);
  });

  it.each([
    [{ status: 409, reason: 'Conflict' }, 'unsent'],
    [{ status: 429, reason: 'TooManyRequests', headers: { 'retry-after': '1' } }, 'unsent'],
    [{ status: 403, reason: 'Forbidden' }, 'refused'],
    [{ status: 422, reason: 'Invalid' }, 'refused'],
    [{ status: 500, reason: 'InternalError' }, 'lost'],
    [{ status: 504, reason: 'Timeout' }, 'lost'],
    ['drop' as const, 'lost'],
  ])('takes %o as %s, with nothing done', async (fault, kind) => {
    const { pins } = await shown(scale(1));
    server.fault = fault;
    expect(await runner.act(call(scale(1), pins), soon())).toMatchObject({ kind });
    expect(web.spec['replicas']).toBe(3);
    expect(await runner.observe(call(scale(1), pins), soon())).toMatchObject({ kind: 'never' });
  });

  it('observes what was done though the answer was lost, and does not do it again', async () => {
    const { pins } = await shown(scale(1));
    server.fault = 'drop-after';
    expect(await runner.act(call(scale(1), pins), soon())).toMatchObject({ kind: 'lost' });
    server.fault = undefined;
    expect(await runner.observe(call(scale(1), pins), soon())).toMatchObject({ kind: 'done' });
    expect(await runner.act(call(scale(1), pins), soon())).toMatchObject({ kind: 'done' });
    expect(web.spec['replicas']).toBe(4);
    expect(real()).toHaveLength(1);
  });

  it('does not wait for ever, and tells what never left', async () => {
    const { pins } = await shown(scale(1));
    server.fault = 'hang';
    expect(await runner.act(call(scale(1), pins), AbortSignal.timeout(300))).toMatchObject({ kind: 'lost' });
    const nowhere = runnerWith(TOKEN, 'http://127.0.0.1:1');
    expect(await nowhere.act(call(scale(1), pins), soon())).toMatchObject({ kind: 'unsent' });
    expect(await nowhere.observe(call(scale(1), pins), soon())).toMatchObject({ kind: 'unsent' });
  });
});

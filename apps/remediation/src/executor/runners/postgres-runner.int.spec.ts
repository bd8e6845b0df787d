import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DryRun } from '@cloudops/contracts';
import { anInventoryEntry, testService, waitFor, type TestService } from '@cloudops/testing';
import { provisionService } from '@cloudops/platform-postgres';
import { Client } from 'pg';
import { PostgresRunner } from './postgres-runner.ts';

let servers: TestService;
let role: string;
const clients: Client[] = [];

beforeAll(async () => {
  servers = await testService({ schema: 'remediation', provision: (url, s) => provisionService(url, s) });
  role = decodeURIComponent(new URL(servers.databaseUrl).username);
}, 60_000);
afterAll(async () => {
  await Promise.all(clients.map((c) => c.end().catch(() => undefined)));
  await servers.stop();
}, 60_000);

const runner = () =>
  new PostgresRunner((name) => ({ RUNNER_SHOP_URL: servers.adminUrl, RUNNER_DOWN_URL: 'postgres://x:y@127.0.0.1:1/z' })[name]);
const entryFor = (over: object = {}) =>
  anInventoryEntry({
    id: 'shop-db',
    runner: { kind: 'postgres', urlVariable: 'RUNNER_SHOP_URL', roles: [role], longerThanSeconds: 1, ...over },
  });
const action = { kind: 'cancel-session', target: 'shop-db' } as const;
const soon = () => AbortSignal.timeout(10_000);
const call = (pins: DryRun['pins'], over: object = {}) => ({
  ...{ entry: entryFor(over), action, pins, undo: false, idempotencyKey: 'rem-1', fencingToken: 1 },
});

/** A query that does not end by itself, in a session of the declared role. */
async function stuck(): Promise<{ readonly client: Client; readonly ended: Promise<string> }> {
  const client = new Client({ connectionString: servers.databaseUrl });
  clients.push(client);
  await client.connect();
  const ended = client.query(`select pg_sleep(600), 'somebody''s secret'`).then(
    () => 'finished',
    (error: unknown) => (error as { code: string }).code,
  );
  return { client, ended };
}
const shown = (over: object = {}): Promise<DryRun> =>
  waitFor(
    async () => {
      const answer = await runner().dryRun(entryFor(over), action, soon());
      if (!answer.ok) throw new Error(answer.message);
      return answer.dryRun;
    },
    { timeoutMs: 15_000, what: 'the stuck query to be seen' },
  );

describe('PostgresRunner', () => {
  it('says that there is nothing to cancel, or why it cannot know', async () => {
    expect(await runner().dryRun(entryFor(), action, soon())).toMatchObject({
      ok: false,
      message: expect.stringContaining('longerThanSeconds'),
    });
    expect(await runner().dryRun(entryFor({ urlVariable: 'RUNNER_NO_SUCH' }), action, soon())).toMatchObject({
      message: expect.stringContaining('RUNNER_NO_SUCH'),
    });
    const down = await runner().dryRun(entryFor({ urlVariable: 'RUNNER_DOWN_URL' }), action, soon());
    expect(down).toMatchObject({ ok: false, message: expect.stringContaining('RUNNER_DOWN_URL') });
    expect(JSON.stringify(down)).not.toContain('x:y');
    expect(await runner().act(call({}, { urlVariable: 'RUNNER_DOWN_URL' }), soon())).toMatchObject({ kind: 'unsent' });
  });

  it('cancels exactly the query that was shown, leaves its session, and says afterwards that it is done', async () => {
    const { client, ended } = await stuck();
    const dryRun = await shown();
    expect(dryRun.changes).toMatchObject([{ from: "select pg_sleep(600), '…'", to: 'cancelled' }]);
    expect(await runner().observe(call(dryRun.pins), soon())).toMatchObject({ kind: 'never' });
    expect(await runner().act(call({ ...dryRun.pins, queryStart: '1.5' }), soon())).toMatchObject({ kind: 'refused' });
    expect(await runner().act(call(dryRun.pins, { roles: ['somebody_else'] }), soon())).toMatchObject({ kind: 'refused' });
    expect(await runner().act(call(dryRun.pins), soon())).toMatchObject({ kind: 'done' });
    expect(await ended).toBe('57014'); // query_canceled
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(await runner().act(call(dryRun.pins), soon())).toMatchObject({ kind: 'refused' });
    expect(await runner().observe(call(dryRun.pins), soon())).toMatchObject({ kind: 'done' });
  }, 60_000);
});

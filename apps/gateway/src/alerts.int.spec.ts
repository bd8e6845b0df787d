import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { AlertReceived, EventData } from '@cloudops/contracts';
import { RealAlertmanager, waitFor } from '@cloudops/testing';
import { DataSource } from 'typeorm';
import { startGateway, type StartedGateway, WRITE_KEY } from './testing/start-gateway.ts';

jest.setTimeout(30_000);

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await startGateway({ KEY_ATTEMPTS_PER_MINUTE: '3' });
}, 60_000);
afterAll(() => gateway.stop(), 60_000);

/** As Alertmanager writes it, with more keys than anybody needs. */
const webhook = (alerts: readonly object[], over: object = {}) => ({
  ...{ version: '4', groupKey: '{}:{alertname="HighErrorRate"}', status: 'firing', receiver: 'cloudops', externalURL: 'http://am:9093' },
  ...{ groupLabels: {}, commonLabels: {}, commonAnnotations: {}, truncatedAlerts: 0, alerts, ...over },
});
const alert = (fingerprint: string, over: object = {}) => ({
  ...{ status: 'firing', labels: { alertname: 'HighErrorRate', instance: 'web:9000' }, annotations: { summary: 'many errors' } },
  ...{ startsAt: '2026-01-15T13:00:00.123456789+01:00', endsAt: '0001-01-01T00:00:00Z', fingerprint },
  ...{ generatorURL: 'javascript:alert(1)', ...over },
});
const post = (payload: object, key = WRITE_KEY) =>
  gateway.app.inject({ method: 'POST', url: '/api/v1/alerts', headers: { authorization: `Bearer ${key}` }, payload });
const events = async (fingerprint: string): Promise<EventData<typeof AlertReceived>[]> => {
  const rows = await gateway.app
    .get(DataSource)
    .query<{ data: EventData<typeof AlertReceived> }[]>(
      `select data from outbox where subject = 'alert.received.v1' and data ->> 'fingerprint' = $1 order by position`,
      [fingerprint],
    );
  return rows.map((r) => r.data);
};

describe('POST /api/v1/alerts', () => {
  it('commits each alert once, however often and in whichever group it comes', async () => {
    const answer = await post(webhook([alert('aa'), alert('ab')], { truncatedAlerts: 3 }));
    expect([answer.statusCode, answer.json().data]).toEqual([200, { received: 2, truncatedAlerts: 3 }]);
    await post(webhook([alert('aa')], { groupKey: 'another' }));
    await post(webhook([alert('aa', { status: 'resolved', endsAt: '2026-01-15T12:10:00Z' })], { status: 'resolved' }));
    expect(await events('aa')).toMatchObject([
      {
        state: 'firing',
        startsAt: '2026-01-15T12:00:00.123Z',
        endsAt: null,
        generatorUrl: null,
        source: 'alertmanager:write',
        truncatedAlerts: 3,
      },
      { state: 'resolved', endsAt: '2026-01-15T12:10:00.000Z' },
    ]);
    expect(await events('ab')).toHaveLength(1);
  });

  it('cuts what is too long and refuses what is not an alert, naming the field', async () => {
    const long = alert('ac', { annotations: { description: 'x'.repeat(100_000) } });
    expect((await post(webhook([long]))).statusCode).toBe(200);
    expect((await events('ac'))[0]!.annotations.description).toHaveLength(2_000);
    for (const [body, field] of [
      [webhook([alert('ad'), alert('ae', { startsAt: 'yesterday' })]), 'alerts[1].startsAt'],
      [webhook([alert('not one!')]), 'alerts[0].fingerprint'],
      [webhook([], { version: '3' }), 'version'],
    ] as const) {
      const answer = await post(body);
      expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([
        400,
        expect.stringContaining('application/problem+json'),
        expect.objectContaining({ field, retryable: false }),
      ]);
    }
    expect(await events('ad')).toEqual([]);
  });

  it('asks to come again when too much is under way, and does not say 429', async () => {
    const lock = gateway.app.get(DataSource).createQueryRunner();
    await lock.startTransaction();
    await lock.query('lock table outbox in access exclusive mode');
    const many = Array.from({ length: 12 }, (_, i) => post(webhook([alert(`b${i}`)])));
    const refused = await Promise.race(
      many.map(async (one) => ((await one).statusCode === 503 ? await one : new Promise<never>(() => undefined))),
    );
    expect(refused.headers['retry-after']).toBe('5');
    await lock.rollbackTransaction();
    await lock.release();
    const statuses = (await Promise.all(many)).map((a) => a.statusCode);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    for (const [i, status] of statuses.entries()) expect(await events(`b${i}`)).toHaveLength(status === 200 ? 1 : 0);
  });

  it('is told by a real Alertmanager', async () => {
    const alertmanager = await RealAlertmanager.start({ url: `${gateway.url}/api/v1/alerts`, key: WRITE_KEY });
    try {
      const told = { labels: { alertname: 'DiskFull', instance: 'db:9100', severity: 'page' }, annotations: { summary: 'disk' } };
      const startsAt = new Date(Date.now() - 60_000).toISOString();
      await alertmanager.tell([{ ...told, startsAt }]);
      const received = () =>
        gateway.app
          .get(DataSource)
          .query<{ data: EventData<typeof AlertReceived> }[]>(
            `select data from outbox where subject = 'alert.received.v1' and data -> 'labels' ->> 'alertname' = 'DiskFull' order by position`,
          );
      await waitFor(async () => (await received()).length === 1, { timeoutMs: 15_000 });
      await alertmanager.tell([{ ...told, startsAt, endsAt: new Date().toISOString() }]);
      await waitFor(async () => (await received()).length === 2, { timeoutMs: 15_000 });
      const [firing, ended] = (await received()).map((r) => r.data);
      expect(firing).toMatchObject({ state: 'firing', labels: told.labels, annotations: told.annotations, startsAt, endsAt: null });
      expect(ended).toMatchObject({ state: 'resolved', fingerprint: firing!.fingerprint, startsAt });
    } finally {
      await alertmanager.stop();
    }
  });

  it('tells a sender whose address is blocked to come again', async () => {
    for (let i = 0; i < 4; i++)
      await gateway.app.inject({ url: '/status', remoteAddress: '10.9.9.9', headers: { authorization: 'Bearer wrong' } });
    const answer = await gateway.app.inject({
      ...{ method: 'POST', url: '/api/v1/alerts', remoteAddress: '10.9.9.9', payload: webhook([alert('ff')]) },
      headers: { authorization: `Bearer ${WRITE_KEY}` },
    });
    expect([answer.statusCode, Number(answer.headers['retry-after']) > 0]).toEqual([503, true]);
  });
});

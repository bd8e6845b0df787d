import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { waitFor } from '@cloudops/testing';
import { type Played, playServices } from './testing/played-services.ts';
import { asAdmin, startGateway, type StartedGateway } from './testing/start-gateway.ts';

jest.setTimeout(30_000);

let gateway: StartedGateway;
let played: Played;
let players: Record<string, NestFastifyApplication>;

beforeAll(async () => {
  gateway = await startGateway();
  ({ played, apps: players } = await playServices(gateway.servers.natsUrl));
  await waitFor(async () => (await gateway.app.inject('/health')).statusCode === 200);
}, 60_000);
afterAll(async () => {
  await Promise.all(Object.values(players).map((app) => app.close()));
  await gateway.stop();
}, 60_000);

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  gateway.app.inject({ method, url, headers: asAdmin, ...(payload && { payload }) });

describe('people at an incident', () => {
  const actor = { id: 'admin', role: 'admin' };
  const act = (path: string, payload: object | undefined, headers: Record<string, string | undefined> = {}) =>
    gateway.app.inject({
      ...{ method: 'POST', url: `/api/v1/incidents/incident-1/${path}`, headers: { ...asAdmin, ...headers } as Record<string, string> },
      ...(payload && { payload }),
    });

  it.each([
    ['acknowledge', undefined, { type: 'acknowledge' }],
    ['assign', { to: null }, { type: 'assign', to: null }],
    ['snooze', { until: '2026-01-15T13:00:00.000Z' }, { type: 'snooze', until: '2026-01-15T13:00:00.000Z' }],
    ['hand-over', { to: 'bob', note: 'n' }, { type: 'hand-over', to: 'bob', note: 'n' }],
    ['comments', { text: 'on it' }, { type: 'comment', text: 'on it' }],
  ])('%s goes on with who asks, under which key and for which version', async (path, payload, action) => {
    const answer = await act(path, payload, { 'idempotency-key': 'k1', 'if-match': '"3"' });
    expect([answer.statusCode, answer.json().data]).toEqual([200, expect.objectContaining({ changed: true, reason: 'admin did it' })]);
    expect(played.last('incidents.act.v1')).toEqual({ id: 'incident-1', action, actor, key: 'k1', version: 3 });
  });

  it('merge and split go on in the same way, and are in the audit chain', async () => {
    const headers = { 'idempotency-key': 'k2', 'if-match': '"3"' };
    const merged = await act('merge', { into: 'incident-2', reason: 'one trouble' }, headers);
    expect(merged.json().data).toMatchObject({ incident: { id: 'incident-2' }, merged: { mergedInto: 'incident-2' } });
    const asked = { id: 'incident-1', actor, key: 'k2', version: 3 };
    expect(played.last('incidents.merge.v1')).toEqual({ ...asked, merge: { into: 'incident-2', reason: 'one trouble' } });
    const split = { anomalies: ['anomaly-1'], alerts: [], reason: 'two troubles' };
    expect((await act('split', split, headers)).json().data).toMatchObject({ split: { splitFrom: 'incident-1' } });
    expect(played.last('incidents.split.v1')).toEqual({ ...asked, split });
    const { rows } = (await call('GET', '/api/v1/audit?chain=gateway&limit=500')).json().data;
    expect(rows.map((r: { action: string }) => r.action)).toEqual(expect.arrayContaining(['incident.merge.done', 'incident.split.done']));
  });

  it('without a key each request is one of its own', async () => {
    await act('acknowledge', undefined);
    const first = played.last('incidents.act.v1') as { key: string };
    await act('acknowledge', {});
    expect((played.last('incidents.act.v1') as { key: string }).key).not.toBe(first.key);
  });

  it('who saw an old version gets 412 with the incident as it is; the audit chain keeps both', async () => {
    const answer = await act('comments', { text: 'late' }, { 'if-match': '99' });
    expect([answer.statusCode, answer.json()]).toEqual([
      412,
      expect.objectContaining({ code: 'incident-changed', field: 'If-Match', current: expect.objectContaining({ id: 'incident-1' }) }),
    ]);
    const { rows } = (await call('GET', '/api/v1/audit?chain=gateway&limit=500')).json().data;
    expect(rows.map((r: { action: string }) => r.action)).toEqual(
      expect.arrayContaining(['incident.acknowledge.done', 'incident.comment.asked', 'incident.comment.failed']),
    );
  });

  it.each([
    ['assign', {}, {}, 'to'],
    ['snooze', { until: 'tomorrow' }, {}, 'until'],
    ['hand-over', { to: 'bob' }, {}, 'note'],
    ['comments', { text: ' ' }, {}, 'text'],
    ['comments', { text: 'x', type: 'assign' }, {}, 'type'],
    ['merge', { into: 'incident-1', reason: 'r' }, {}, 'into'],
    ['merge', { into: 'incident-2' }, {}, 'reason'],
    ['merge', { reason: 'r' }, {}, 'into'],
    ['split', { anomalies: 'all', reason: 'r' }, {}, 'anomalies'],
    ['split', { anomalies: ['anomaly-1'], reason: ' ' }, {}, 'reason'],
    ['acknowledge', undefined, { 'if-match': 'latest' }, 'If-Match'],
    ['acknowledge', undefined, { 'idempotency-key': '' }, 'Idempotency-Key'],
  ])('%s, case %#: names the field', async (path, payload, headers, field) => {
    const answer = await act(path, payload, headers);
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  });
});

it('what was over before is a conflict that names the field', async () => {
  const answer = await call('POST', '/api/v1/incidents/incident-1/merge', { into: 'over', reason: 'r' });
  expect([answer.statusCode, answer.json()]).toEqual([409, expect.objectContaining({ code: 'incident-resolved', field: 'into' })]);
});

describe('silences', () => {
  const wish = { match: '{entity="web",__name__=~"node_.*"}', endsAt: '2030-01-01T00:00:00.000Z', comment: 'we deploy' };
  const weekly = { weekdays: ['sat'], from: '02:00', to: '04:00', timeZone: 'Europe/Berlin' };
  const matchers = [
    { label: 'entity', op: '=', value: 'web' },
    { label: '__name__', op: '=~', value: 'node_.*' },
  ];

  it('are listed, previewed, added and ended, with who asks', async () => {
    expect((await call('GET', '/api/v1/silences?state=active')).json().data.silences).toHaveLength(1);
    const { match, comment } = wish;
    const previewed = await call('POST', '/api/v1/silences/preview', { match, comment, weekly, days: 30 });
    expect([previewed.statusCode, played.last('silences.preview.v1')]).toEqual([
      200,
      { silence: { matchers, comment, weekly, endsAt: null }, days: 30 },
    ]);
    const added = await call('POST', '/api/v1/silences', wish);
    expect([added.statusCode, added.json().data]).toEqual([
      200,
      expect.objectContaining({ silence: expect.anything(), preview: expect.anything() }),
    ]);
    const actor = { id: 'admin', role: 'admin' };
    expect(played.last('silences.add.v1')).toEqual({
      ...{ silence: { matchers, comment, endsAt: wish.endsAt, weekly: null }, actor, key: expect.any(String) },
    });
    expect((await call('DELETE', '/api/v1/silences/s1')).statusCode).toBe(200);
    expect(played.last('silences.expire.v1')).toEqual({ id: 's1', actor, key: expect.any(String) });
    const { rows } = (await call('GET', '/api/v1/audit?chain=gateway&limit=500')).json().data;
    expect(rows.map((r: { action: string }) => r.action)).toEqual(expect.arrayContaining(['silence.add.done', 'silence.expire.done']));
  });

  it.each([
    [{ ...wish, match: '{entity=' }, 'match'],
    [{ ...wish, comment: '' }, 'comment'],
    [{ ...wish, endsAt: 'never' }, 'endsAt'],
    [{ ...wish, weekly: { ...weekly, timeZone: 'Mars/Olympus' } }, 'weekly.timeZone'],
    [{ ...wish, weekly: { ...weekly, weekdays: ['someday'] } }, 'weekly.weekdays[0]'],
    [{ ...wish, id: 'mine' }, 'id'],
  ])('case %#: names the field', async (payload, field) => {
    const answer = await call('POST', '/api/v1/silences', payload);
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  });
});

describe('feedback', () => {
  const window = { weekdays: ['mon'], from: '06:00', to: '07:00', timeZone: 'Europe/Berlin' };
  const give = (payload: object) => call('POST', '/api/v1/anomalies/a1/feedback', payload);

  it('goes on with who says so', async () => {
    expect((await give({ verdict: 'expected', window, note: 'backup' })).json().data).toMatchObject({
      feedback: { verdict: 'expected', window },
    });
    expect(played.last('feedback.give.v1')).toEqual({
      ...{ anomalyId: 'a1', feedback: { verdict: 'expected', window, note: 'backup' }, actor: { id: 'admin', role: 'admin' } },
    });
    expect((await call('GET', '/api/v1/feedback?limit=5')).json().data.feedback).toHaveLength(1);
  });

  it.each([
    [{}, 'verdict'],
    [{ verdict: 'maybe' }, 'verdict'],
    [{ verdict: 'expected', window: { ...window, to: '7' } }, 'window.to'],
    [{ verdict: 'right', by: 'me' }, 'by'],
  ])('case %#: names the field', async (payload, field) => {
    const answer = await give(payload);
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  });
});

describe('models', () => {
  it('are shown, and who trains and rolls them back is said', async () => {
    const entity = 'test/workload/web';
    const actor = { id: 'admin', role: 'admin' };
    expect((await call('GET', `/api/v1/models?entity=${entity}&limit=7`)).json().data.models[0]).toMatchObject({
      version: 3,
      promoted: false,
    });
    expect(played.last('models.list.v1')).toEqual({ entity, limit: 7 });
    expect((await call('GET', `/api/v1/models/version?entity=${entity}&version=9`)).statusCode).toBe(404);
    expect((await call('GET', '/api/v1/models/version?entity=nonsense')).json()).toMatchObject({ status: 400, field: 'entity' });
    expect((await call('GET', '/api/v1/models/trainings')).json().data.trainings[0]).toMatchObject({ progress: 0.5, etaSeconds: 3 });
    const detectors = (await call('GET', '/api/v1/detectors/entities?search=web')).json().data;
    expect(detectors).toMatchObject({ total: 1, falseAlarmsPerWeek: 1, entities: [{ version: 3, nextTraining: { cause: 'weekly' } }] });
    expect(played.last('detectors.entities.v1')).toEqual({ search: 'web', limit: 100 });
    expect((await call('POST', '/api/v1/models/train', { entity })).json().data.training.state).toBe('queued');
    expect(played.last('models.train.v1')).toEqual({ entity, actor });
    const answer = await call('POST', '/api/v1/models/rollback', { entity, version: 0, reason: 'noisy' });
    expect(answer.json().data.change).toMatchObject({ version: 0, previous: 3, actor: 'admin', reason: 'noisy' });
    const { rows } = (await call('GET', '/api/v1/audit?chain=gateway&limit=500')).json().data;
    const steps = rows.map((r: { action: string; subject: string }) => `${r.action} ${r.subject}`);
    expect(steps).toEqual(expect.arrayContaining([`model.train.done ${entity}`, `model.roll-back.done ${entity}`]));
  });
});

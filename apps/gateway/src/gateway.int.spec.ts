import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { waitFor } from '@cloudops/testing';
import { Logs } from './domain/logs.ts';
import { asAdmin, startGateway, type StartedGateway } from './testing/start-gateway.ts';
import { type Played, playServices } from './testing/played-services.ts';

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

describe('answers', () => {
  it.each([
    ['GET', '/api/v1/incidents?state=open&limit=5', 'incidents'],
    ['GET', '/api/v1/incidents/incident-1', 'timeline'],
    ['GET', '/api/v1/anomalies?open=true', 'anomalies'],
    ['GET', '/api/v1/anomalies/anomaly-1', 'rarity'],
    ['GET', '/api/v1/forecasts?limit=5', 'forecasts'],
    ['GET', '/api/v1/detectors', 'series'],
    ['GET', '/api/v1/alerts?firing=true', 'alerts'],
    ['GET', '/api/v1/changes?kind=service&id=web&from=0', 'changes'],
    ['GET', '/api/v1/topology', 'edges'],
    ['GET', '/api/v1/remediations?state=proposed&incidentId=incident-1', 'remediations'],
    ['GET', '/api/v1/remediations/r1', 'remediation'],
    ['GET', '/api/v1/series?match=node_load1%7Binstance%3D%22x%22%7D', 'series'],
    ['GET', '/api/v1/targets', 'targets'],
    ['GET', '/api/v1/inventory', 'entries'],
    ['GET', '/api/v1/runbooks', 'runbooks'],
    ['GET', '/api/v1/audit?remediationId=r1', 'rows'],
    ['GET', '/api/v1/dead-letters', 'deadLetters'],
    ['GET', '/api/v1/providers', 'selected'],
    ['GET', '/chatops/history?limit=3', 'answers'],
    ['GET', '/logs?hours=2&level=warn&service=chat', 'entries'],
    ['DELETE', '/api/v1/targets/web', 'removed'],
  ] as const)('%s %s is enveloped', async (method, url, key) => {
    const answer = await call(method, url);
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        status: 'success',
        data: expect.objectContaining({ [key]: expect.anything() }),
        message: expect.any(String),
        timestamp: expect.stringMatching(/Z$/),
      },
    ]);
  });

  it('passes what was asked on to the service that knows', async () => {
    await call('GET', '/api/v1/anomalies?open=false&limit=7&cursor=abc');
    expect(played.last('anomalies.list.v1')).toEqual({ open: false, limit: 7, cursor: 'abc' });
    await call('GET', '/api/v1/series?match=node_load1%7Binstance%3D~%22x.*%22%7D&limit=9');
    expect(played.last('series.list.v1')).toEqual({
      matchers: [
        { label: '__name__', op: '=', value: 'node_load1' },
        { label: 'instance', op: '=~', value: 'x.*' },
      ],
      limit: 9,
    });
    const view = { kind: 'rate', series: '00000000000000a1' };
    const answer = await call('GET', `/api/v1/view?view=${encodeURIComponent(JSON.stringify(view))}&from=1000&to=2000&maxPoints=10`);
    expect(answer.json().data).toEqual({ points: [[1000, 1]] });
    expect(played.last('metrics.view.v1')).toEqual({ view, from: 1000, to: 2000, maxPoints: 10 });
  });

  it('says who asks, approves and refuses, and keeps it in the audit chain', async () => {
    const actor = { id: 'admin', role: 'admin' };
    const answer = await call('POST', '/query', { query: 'what happened?', context: { page: 'now' } });
    expect(answer.json().data).toMatchObject({ text: 'CPU of web was high; it was restarted.', provider: 'keyless' });
    expect(played.last('chat.ask.v1')).toEqual({ question: 'what happened?', context: { page: 'now' }, actor });

    const approved = await call('POST', '/api/v1/remediations/r1/approve', { actionHash: 'a'.repeat(64), reason: 'looks right' });
    expect(approved.json().data.remediation).toMatchObject({ state: 'approved', approvedBy: actor });
    const stale = await call('POST', '/api/v1/remediations/r2/approve', { actionHash: 'b'.repeat(64) });
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'action-changed']);
    expect((await call('POST', '/api/v1/remediations/r3/refuse', { actionHash: 'x', reason: 'no' })).statusCode).toBe(200);
    expect(played.last('remediations.refuse.v1')).toEqual({ id: 'r3', actionHash: 'x', reason: 'no', actor });
    const target = { job: 'web', url: 'http://127.0.0.1:9/metrics', entity: { environment: 'test', kind: 'workload', id: 'web' } };
    expect((await call('POST', '/api/v1/targets', target)).statusCode).toBe(200);

    const { rows, intact } = (await call('GET', '/api/v1/audit?chain=gateway&limit=500')).json().data;
    expect(intact).toBe(true);
    const steps = rows.map((r: { action: string; subject: string; actor: string }) => `${r.actor} ${r.action} ${r.subject}`);
    expect(steps).toEqual(
      expect.arrayContaining([
        'system api-key.created admin',
        'admin remediation.approve.asked r1',
        'admin remediation.approve.done r1',
        'admin remediation.approve.failed r2',
        'admin remediation.refuse.done r3',
        'admin target.register.done web',
        'admin target.remove.done web',
      ]),
    );
  });
});

describe('status', () => {
  it('shows the whole system', async () => {
    const { data } = (await call('GET', '/status')).json();
    expect(data.host).toEqual({ cpuPercent: 25, memoryPercent: 25, diskPercent: 90 });
    expect(data.unavailable).toEqual({});
    expect(data.incidents).toHaveLength(1);
    expect(data.detectors.readyByEntity).toEqual({ 'test/workload/web': 3 });
    expect(Object.keys(data.services).sort()).toEqual(['anomaly', 'chat', 'gateway', 'metrics-ingest', 'remediation']);
    expect(Object.values(data.services)).toEqual(Array.from({ length: 5 }, () => expect.objectContaining({ ready: true, message: '' })));
    const health = await gateway.app.inject('/health');
    expect([health.statusCode, health.json().status]).toEqual([200, 'ok']);
  });

  it('shows a service that is down as not ready, and never fails for it', async () => {
    await players.anomaly!.close();
    const { data } = await waitFor(async () => {
      const body = (await call('GET', '/status')).json();
      return body.data.services.anomaly.ready === false && body;
    });
    expect(data.services.anomaly.message).toContain('not running');
    expect(data.services.chat.ready).toBe(true);
    expect(data).toMatchObject({ incidents: [], anomalies: [], detectors: null });
    expect(Object.keys(data.unavailable).sort()).toEqual(['anomalies', 'detectors', 'incidents']);
    const health = await gateway.app.inject('/health');
    expect([health.statusCode, health.json().services.anomaly]).toEqual([503, { ready: false, uptimeSeconds: null }]);
    const list = await call('GET', '/api/v1/incidents');
    expect([list.statusCode, list.json().retryable, list.headers['retry-after']]).toEqual([503, true, '5']);
  });
});

describe('logs', () => {
  const line = (id: string, level: string, minutesAgo: number, service = 'chat') => ({
    ...{ id, level, service, message: `line ${id}`, correlationId: null, fields: '{}' },
    at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  });

  it('takes in what services record, once, and finds it by time, level and service', async () => {
    const { Bus } = await import('@cloudops/platform-bus');
    const { LogRecorded, SearchLogs } = await import('@cloudops/contracts');
    const bus = players.chat!.get(Bus);
    const entries = [line('a', 'info', 1), line('b', 'error', 2), line('c', 'warn', 90), line('d', 'error', 3, 'anomaly')] as never;
    await bus.publish(LogRecorded, { entries }, { id: 'batch-1', suffix: 'chat' });
    await bus.publish(LogRecorded, { entries }, { id: 'batch-2', suffix: 'chat' });
    const ids = async (query: string): Promise<string[]> => {
      const { entries: found } = (await call('GET', `/logs?${query}`)).json().data;
      return found.map((e: { id: string }) => e.id).filter((id: string) => 'abcd'.includes(id));
    };
    await waitFor(async () => (await ids('hours=24')).length === 4);
    expect(await ids('hours=24')).toEqual(['a', 'b', 'd', 'c']);
    expect(await ids('hours=1')).toEqual(['a', 'b', 'd']);
    expect(await ids('hours=24&level=warn')).toEqual(['b', 'd', 'c']);
    expect(await ids('hours=24&level=warn&service=anomaly')).toEqual(['d']);
    const asked = await bus.request(SearchLogs, { hours: 24, service: 'anomaly' });
    expect(asked.entries.map((e) => e.id)).toContain('d');

    const logs = gateway.app.get(Logs);
    await logs.trim(new Date(Date.now() - 3_600_000), 1_000_000);
    expect(await ids('hours=24')).toEqual(['a', 'b', 'd']);
    await logs.trim(new Date(0), 1);
    expect((await logs.search({ since: new Date(0), limit: 1000 })).length).toBeLessThanOrEqual(2); // the newest, and what shares its time
  });
});

describe('bad input', () => {
  it.each([
    ['/logs?hours=169', 'hours'],
    ['/logs?hours=abc', 'hours'],
    ['/logs?hours=0.5', 'hours'],
    ['/logs?level=loud', 'level'],
    ['/logs?wat=1', 'wat'],
    ['/api/v1/incidents?state=odd', 'state'],
    ['/api/v1/incidents?limit=0', 'limit'],
    ['/api/v1/incidents?limit=1&limit=2', 'limit'],
    ['/api/v1/anomalies?open=maybe', 'open'],
    ['/api/v1/series?match=node_load1%7B', 'match'],
    ['/api/v1/samples', 'match'],
    ['/api/v1/samples?match=up&from=2000&to=1000', 'from'],
    ['/api/v1/view?view=%7B', 'view'],
    ['/api/v1/view?view=%7B%22kind%22%3A%22rate%22%7D', 'view.series'],
    ['/api/v1/view', 'view'],
    ['/api/v1/events?lastEventId=x', 'lastEventId'],
    ['/api/v1/audit?afterPosition=-1', 'afterPosition'],
    ['/api/v1/remediations?state=done', 'state'],
  ])('GET %s names %s', async (url, field) => {
    const answer = await call('GET', url);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  });

  it.each([
    ['/query', {}, 'query'],
    ['/query', { query: '   ' }, 'query'],
    ['/query', { query: 'x'.repeat(4001) }, 'query'],
    ['/query', { query: 'x', role: 'system' }, 'role'],
    ['/query/stream', { query: 1 }, 'query'],
    ['/api/v1/remediations/r1/approve', {}, 'actionHash'],
    ['/api/v1/remediations/r1/approve', { actionHash: 'x', actor: { id: 'me', role: 'admin' } }, 'actor'],
    ['/api/v1/targets', { job: 'a b', url: 'http://x', entity: { environment: 'e', kind: 'host', id: 'h' } }, 'job'],
    ['/api/v1/targets', { job: 'a', url: 'file:///etc/passwd', entity: { environment: 'e', kind: 'host', id: 'h' } }, 'url'],
  ])('POST %s, case %#: names the field', async (url, payload, field) => {
    const answer = await call('POST', url, payload);
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  });

  it('tells 404, 405, 413, 415 and malformed JSON apart', async () => {
    const post = (payload: string, type = 'application/json') =>
      gateway.app.inject({ method: 'POST', url: '/query', headers: { ...asAdmin, 'content-type': type }, payload });
    const answers = {
      404: await call('GET', '/nowhere'),
      405: await call('DELETE', '/query'),
      413: await post(JSON.stringify({ query: 'x'.repeat(1024 * 1024) })),
      415: await post('<a/>', 'application/xml'),
      400: await post('{"query":'),
    };
    for (const [status, answer] of Object.entries(answers)) {
      expect([status, answer.statusCode, answer.headers['content-type']]).toEqual([
        status,
        Number(status),
        expect.stringContaining('problem+json'),
      ]);
    }
    expect(answers[405].headers.allow).toBe('POST');
    expect((await call('GET', '/api/v1/incidents/unknown')).json()).toMatchObject({ status: 503 }); // its service was stopped above
  });
});

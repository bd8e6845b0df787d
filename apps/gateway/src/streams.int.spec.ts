import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AnomalyDetected, HistoryShed, IncidentOpened, RemediationVerified } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { anAnomaly, anIncident, aRemediation, waitFor } from '@cloudops/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type IncomingMessage, request } from 'node:http';
import { DataSource } from 'typeorm';
import { LiveEvents } from './domain/live-events.ts';
import { type Played, playServices } from './testing/played-services.ts';
import { asAdmin, closeApp, startGateway, type StartedGateway } from './testing/start-gateway.ts';

jest.setTimeout(30_000);

let gateway: StartedGateway;
let played: Played;
let players: Record<string, NestFastifyApplication>;

beforeAll(async () => {
  gateway = await startGateway({ EVENT_CLIENTS_MAX: '3' });
  ({ played, apps: players } = await playServices(gateway.servers.natsUrl));
  await waitFor(async () => (await gateway.app.inject('/health')).statusCode === 200);
}, 60_000);
afterAll(async () => {
  await Promise.all(Object.values(players).map((app) => app.close()));
  await gateway.stop();
}, 60_000);

interface Received {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

/** A client of server-sent events over a real socket. */
async function open(path: string, options: { headers?: Record<string, string>; body?: object } = {}) {
  const controller = new AbortController();
  const response = await fetch(gateway.url + path, {
    method: options.body ? 'POST' : 'GET',
    headers: { ...asAdmin, ...(options.body && { 'content-type': 'application/json' }), ...options.headers },
    signal: controller.signal,
    ...(options.body && { body: JSON.stringify(options.body) }),
  });
  const received: Received[] = [];
  let raw = '';
  const ended = (async () => {
    for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
      raw += text;
      const blocks = raw.split('\n\n');
      received.length = 0;
      for (const block of blocks.slice(0, -1)) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        const event = field('event');
        if (event !== undefined) received.push({ event, id: field('id'), data: JSON.parse(field('data') ?? 'null') });
      }
    }
  })().catch(() => undefined);
  return { response, received, raw: () => raw, leave: () => controller.abort(), ended };
}

const detected = (id: string) => players.anomaly!.get(Bus).publish(AnomalyDetected, anAnomaly({ id }), { id: `detected-${id}` });

describe('/api/v1/events', () => {
  it('shows changes as they happen, each once, and resumes after a break', async () => {
    const first = await open('/api/v1/events');
    expect(first.response.headers.get('content-type')).toContain('text/event-stream');
    await detected('a1');
    await players.anomaly!.get(Bus).publish(IncidentOpened, { incident: anIncident(), reason: 'golden' }, { id: 'opened-1' });
    await players.remediation!.get(Bus).publish(RemediationVerified, aRemediation({ state: 'verified' }), { id: 'verified-1' });
    await waitFor(() => first.received.length === 3);
    expect(first.received.map((r) => r.event).sort()).toEqual(['anomaly.detected.v1', 'incident.opened.v1', 'remediation.verified.v1']);
    expect(first.received.find((r) => r.event === 'incident.opened.v1')!.data).toMatchObject({ incident: { id: 'incident-1' } });
    const lastId = first.received.at(-1)!.id!;
    first.leave();

    await detected('a2');
    await detected('a3');
    const events = gateway.app.get(LiveEvents);
    await waitFor(async () => (await events.after(Number(lastId), 10)).length === 2);
    await events.append({ id: 'detected-a3', subject: 'anomaly.detected.v1', at: new Date(), data: {} }); // delivered again

    const second = await open('/api/v1/events', { headers: { 'last-event-id': lastId } });
    await waitFor(() => second.received.length === 2);
    await detected('a4');
    await waitFor(() => second.received.length === 3);
    expect(second.received.map((r) => r.data.id)).toEqual(['a2', 'a3', 'a4']);
    second.leave();
    const third = await open(`/api/v1/events?lastEventId=${second.received[1]!.id}`);
    await waitFor(() => third.received.length === 1);
    expect(third.received[0]!.data.id).toBe('a4');
    third.leave();
  });

  it('tells that history was shed', async () => {
    const client = await open('/api/v1/events');
    const shed = { what: 'raw', before: '2026-01-02T00:00:00.000Z', samples: 9, reason: 'disk' } as const;
    await players['metrics-ingest']!.get(Bus).publish(HistoryShed, shed, { id: 'shed-1' });
    await waitFor(() => client.received.length === 1);
    expect(client.received[0]).toMatchObject({ event: 'history.shed.v1', data: shed });
    client.leave();
  });

  it('sees what another process of the service has recorded', async () => {
    const client = await open('/api/v1/events');
    await gateway.app
      .get(DataSource)
      .query(`insert into live_events (event_id, subject, at, data) values ('elsewhere', 'anomaly.cleared.v1', now(), '{"id":"x"}')`);
    await waitFor(() => client.received.length === 1);
    client.leave();
  });

  it('says so when what was missed is gone, or belongs to another time', async () => {
    const events = gateway.app.get(LiveEvents);
    expect(await events.trim(new Date(Date.now() + 1000), 10)).toBeGreaterThan(0);
    const { newest } = await events.range();
    for (const id of ['0', String(newest + 1000)]) {
      const client = await open('/api/v1/events', { headers: { 'last-event-id': id } });
      await waitFor(() => client.received.length === 1);
      expect(client.received[0]).toMatchObject({ event: 'reset', id: String(newest) });
      client.leave();
    }
  });

  it('refuses one client too many and a bad id, and lets the next one in', async () => {
    await waitFor(async () => (await metric('cloudops_gateway_event_clients')) === 0);
    const clients = [await open('/api/v1/events'), await open('/api/v1/events'), await open('/api/v1/events')];
    expect(await metric('cloudops_gateway_event_clients')).toBe(3);
    const refused = await fetch(`${gateway.url}/api/v1/events`, { headers: asAdmin });
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([503, 'too-many-followers']);
    clients[0]!.leave();
    await waitFor(async () => (await metric('cloudops_gateway_event_clients')) === 2);
    const bad = await fetch(`${gateway.url}/api/v1/events`, { headers: { ...asAdmin, 'last-event-id': 'x' } });
    expect([bad.status, ((await bad.json()) as { field: string }).field]).toEqual([400, 'Last-Event-ID']);
    for (const client of clients) client.leave();
    await waitFor(async () => (await metric('cloudops_gateway_event_clients')) === 0);
  });
});

async function metric(name: string): Promise<number> {
  const { body } = await gateway.app.inject('/metrics');
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(body)?.[1]);
}

describe('/query/stream', () => {
  it('streams the answer as it comes', async () => {
    const client = await open('/query/stream', { body: { query: 'what happened?' } });
    await client.ended;
    expect(client.received.map((r) => [r.event, r.data.type])).toEqual([
      ['chunk', 'text'],
      ['chunk', 'done'],
    ]);
  });

  it('answers a failure at once as a problem, a later one as an event', async () => {
    const failed = await open('/query/stream', { body: { query: 'fail' } });
    expect([failed.response.status, failed.response.headers.get('content-type')]).toEqual([503, expect.stringContaining('problem+json')]);
    const broken = await open('/query/stream', { body: { query: 'break' } });
    await broken.ended;
    expect(broken.received.map((r) => r.event)).toEqual(['chunk', 'error']);
    expect(broken.received[1]!.data).toMatchObject({ status: 504, code: 'provider-slow' });
  });

  it.each(['/query/stream', '/query'])('stops the work when the client of %s leaves', async (path) => {
    const before = played.left.length;
    const asked = played.asked.length;
    const url = new URL(path, gateway.url);
    const client = request(url, { method: 'POST', headers: { ...asAdmin, 'content-type': 'application/json' } });
    client.on('error', () => undefined);
    client.end('{"query":"wait"}');
    await waitFor(() => played.asked.length > asked);
    client.destroy();
    await waitFor(() => played.left.length > before);
  });
});

describe('/api/v1/samples', () => {
  it('streams every line', async () => {
    const response = await fetch(`${gateway.url}/api/v1/samples?match=up&from=0&to=1000`, { headers: asAdmin });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).trim().split('\n');
    expect(lines).toHaveLength(100);
    expect(JSON.parse(lines[99]!)).toMatchObject({ series: { name: 'process_cpu_seconds_total' }, points: expect.any(Array) });
  });

  it('cuts the connection when the stream breaks, so that nobody takes it for complete', async () => {
    const response = await fetch(`${gateway.url}/api/v1/samples?match=breaks&from=0&to=1000`, { headers: asAdmin });
    await expect(response.text()).rejects.toThrow();
  });

  it('reads no faster than the client, and stops when it leaves', async () => {
    const stream = await new Promise<IncomingMessage>((resolve) =>
      request(`${gateway.url}/api/v1/samples?match=endless&from=0&to=1000`, { headers: asAdmin }, resolve).end(),
    );
    const memory = process.memoryUsage.rss();
    // while this client reads nothing, another one reads a whole stream
    await (await fetch(`${gateway.url}/api/v1/samples?match=up&from=0&to=1000`, { headers: asAdmin })).text();
    expect(process.memoryUsage.rss() - memory).toBeLessThan(200e6);
    const before = played.left.length;
    stream.destroy();
    await waitFor(() => played.left.length > before);
  });
});

describe('a graceful stop', () => {
  it('ends the streams of its clients', async () => {
    const client = await open('/api/v1/events');
    const closing = closeApp(gateway.app);
    await client.ended;
    await closing;
    expect(client.raw()).toContain('heartbeat');
  });
});

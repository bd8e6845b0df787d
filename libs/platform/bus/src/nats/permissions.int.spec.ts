import {
  ApproveRemediation,
  DescribeSeries,
  EVENTS,
  ListRemediations,
  type ServiceName,
  SERVICE_NAMES,
  SamplesApplied,
} from '@cloudops/contracts';
import { type NatsServer, startNats, waitFor } from '@cloudops/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection, type NatsError } from 'nats';
import { OnEvent } from '../events/on-event.ts';
import { Answers } from '../requests/answers.ts';
import { connected, type RunningService, startService, stopServices } from '../spec/start-service.ts';
import { consumerConfig, plannedConsumers } from './consumer-plan.ts';
import { natsServerConfig, type NatsUser } from './nats-server-config.ts';
import { ownedStreams, publishedSubject, streamOwner } from './stream-plan.ts';

/** Awkward on purpose: the configuration's own syntax must not read them. */
const passwordOf = (user: NatsUser): string => `$pass"${user}" {#\\`;
const users = Object.fromEntries([...SERVICE_NAMES, 'executor' as const].map((user) => [user, passwordOf(user)])) as Record<
  NatsUser,
  string
>;

let nats: NatsServer;
const raw: NatsConnection[] = [];
beforeAll(async () => void (nats = await startNats({ config: (place) => natsServerConfig(users, place) })));
afterEach(async () => {
  await stopServices();
  await Promise.all(raw.splice(0).map((connection) => connection.close()));
});
afterAll(() => nats.stop());

async function as(user: NatsUser): Promise<NatsConnection> {
  const connection = await connect({ servers: nats.url, user, pass: passwordOf(user), inboxPrefix: `_INBOX_${user}` });
  raw.push(connection);
  return connection;
}

/** Whether the broker lets `user` publish on `subject`: it answers a violation before the flush's pong. */
async function mayPublish(connection: NatsConnection, subject: string): Promise<boolean> {
  const refused: string[] = [];
  void (async () => {
    for await (const status of connection.status()) if (status.permissionContext) refused.push(status.permissionContext.subject);
  })();
  connection.publish(subject, 'x');
  await connection.flush();
  await new Promise(setImmediate); // the client reports a violation through an iterator
  return !refused.includes(subject);
}

const service = (name: ServiceName, providers: object[] = []): Promise<RunningService> =>
  startService(name, nats.url, { providers, user: name, password: passwordOf(name) });

describe('permissions', () => {
  it('keep chat from every remediation subject, whoever answers it', async () => {
    const chat = await as('chat');
    const heard: string[] = [];
    const remediation = await as('remediation');
    remediation.subscribe('remediations.approve.v1', { callback: (_, message) => void heard.push(message.subject) });
    await remediation.flush();
    const subjects = [
      'remediations.approve.v1',
      'remediations.refuse.v1',
      ...EVENTS.map((e) => e.subject).filter((s) => s !== 'log.recorded.v1'),
    ];
    expect(subjects).toContain('remediation.started.v1');
    for (const subject of subjects) expect([subject, await mayPublish(chat, subject)]).toEqual([subject, false]);
    expect(await mayPublish(chat, 'remediations.list.v1')).toBe(true);
    const viaBus = await service('chat');
    await connected(viaBus);
    const decision = { id: 'r', actionHash: 'h', actor: { id: 'chat', role: 'admin' as const } };
    await expect(viaBus.bus.request(ApproveRemediation, decision)).rejects.toMatchObject({ kind: 'forbidden' });
    (await as('gateway')).publish('remediations.approve.v1', 'the witness listens');
    await waitFor(() => heard.length > 0);
    expect(heard).toHaveLength(1);
  });

  it('give chat no stream, no durable and nobody else’s replies', async () => {
    const chat = await as('chat');
    for (const { name } of SERVICE_NAMES.flatMap((each) => ownedStreams(each))) {
      expect([name, await mayPublish(chat, `$JS.API.STREAM.CREATE.${name}`)]).toEqual([name, false]);
      expect([name, await mayPublish(chat, `$JS.API.STREAM.DELETE.${name}`)]).toEqual([name, false]);
      expect([name, await mayPublish(chat, `$JS.API.CONSUMER.CREATE.${name}.chat.x`)]).toEqual([name, false]);
    }
    const failure = await new Promise<NatsError | null>((resolve) => {
      chat.subscribe('_INBOX_gateway.>', { callback: (error) => resolve(error) });
    });
    expect(failure?.code).toBe('PERMISSIONS_VIOLATION');
  });

  it('let no service create or delete a stream of another, nor a durable', async () => {
    for (const user of SERVICE_NAMES) {
      const connection = await as(user);
      const own = new Set(ownedStreams(user).map((stream) => stream.name));
      for (const { name } of SERVICE_NAMES.flatMap((each) => ownedStreams(each))) {
        expect([user, name, await mayPublish(connection, `$JS.API.STREAM.CREATE.${name}`)]).toEqual([user, name, own.has(name)]);
        expect([user, name, await mayPublish(connection, `$JS.API.STREAM.DELETE.${name}`)]).toEqual([user, name, false]);
      }
      for (const plan of SERVICE_NAMES.filter((each) => each !== user).flatMap((each) => plannedConsumers(each))) {
        const subject = `$JS.API.CONSUMER.MSG.NEXT.${plan.stream}.${plan.durable}`;
        expect([user, subject, await mayPublish(connection, subject)]).toEqual([user, subject, false]);
      }
    }
  }, 30_000);

  it('let every service create its streams, then its durables, and publish its events', async () => {
    for (const user of SERVICE_NAMES) {
      const manager = await (await as(user)).jetstreamManager({ checkAPI: false });
      for (const plan of ownedStreams(user)) await manager.streams.add(plan);
    }
    for (const user of SERVICE_NAMES) {
      const connection = await as(user);
      const { consumers } = await connection.jetstreamManager({ checkAPI: false });
      for (const plan of plannedConsumers(user)) {
        await consumers.add(plan.stream, consumerConfig(plan));
        await consumers.info(plan.stream, plan.durable);
      }
      for (const contract of EVENTS.filter((each) => each.publishers.includes(user))) {
        expect(streamOwner(contract, user)).toBeDefined();
        const subject = publishedSubject(contract, user).replace('*', '1');
        await expect(connection.jetstream().publish(subject, 'x')).resolves.toMatchObject({ duplicate: false });
      }
    }
  }, 30_000);

  it('are enough for events, requests, cancellations and errors between real services', async () => {
    const seen: string[] = [];
    class Ingest {
      @OnEvent(SamplesApplied)
      applied({ seq }: { partition: number; seq: string }): void {
        seen.push(seq);
      }
      @Answers(DescribeSeries)
      async describe(): Promise<{ series: [] }> {
        return Promise.resolve({ series: [] });
      }
    }
    class Answering {
      @Answers(ListRemediations)
      async list(): Promise<{ remediations: []; cursor: null }> {
        return Promise.resolve({ remediations: [], cursor: null });
      }
    }
    await service('metrics-ingest', [new Ingest()]);
    await service('remediation', [new Answering()]);
    const anomaly = await service('anomaly');
    const chat = await service('chat');
    await Promise.all([connected(anomaly), connected(chat)]);
    await waitFor(() => anomaly.bus.publish(SamplesApplied, { partition: 0, seq: '4' }, { id: 'applied-4' }));
    await waitFor(() => seen.includes('4'));
    await expect(waitFor(() => anomaly.bus.request(DescribeSeries, { ids: [] }))).resolves.toEqual({ series: [] });
    await expect(waitFor(() => chat.bus.request(ListRemediations, {}))).resolves.toEqual({ remediations: [], cursor: null });
  }, 30_000);

  it('make a forged reply subject go nowhere', async () => {
    class Answering {
      @Answers(ListRemediations)
      async list(): Promise<{ remediations: []; cursor: null }> {
        return Promise.resolve({ remediations: [], cursor: null });
      }
    }
    const remediation = await service('remediation', [new Answering()]);
    await connected(remediation);
    const witness = await as('remediation');
    const chat = await as('chat');
    const heard: string[] = [];
    witness.subscribe('remediations.approve.v1', { callback: (_, message) => void heard.push(message.string()) });
    witness.subscribe('remediations.list.v1', { callback: (_, message) => void heard.push(`asked ${message.reply}`) });
    await witness.flush();
    chat.publish('remediations.list.v1', '{}', { reply: 'remediations.approve.v1' });
    await waitFor(() => heard.length > 0);
    const asked = await service('chat');
    await connected(asked);
    await waitFor(() => asked.bus.request(ListRemediations, {}));
    expect(heard.filter((each) => !each.startsWith('asked'))).toEqual([]);
    expect(heard[0]).toBe('asked remediations.approve.v1');
    // and a server that did answer it would be stopped by the broker
    expect(await mayPublish(witness, 'remediations.approve.v1')).toBe(false);
  });

  it('leave the executor nothing', async () => {
    const executor = await as('executor');
    for (const subject of ['remediation.started.v1', 'remediations.approve.v1', 'log.recorded.v1.remediation', '$JS.API.INFO']) {
      expect([subject, await mayPublish(executor, subject)]).toEqual([subject, false]);
    }
  });
});

import { SamplesApplied } from '@cloudops/contracts';
import { type NatsServer, startNats, waitFor } from '@cloudops/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from 'nats';
import { consumersOf, type ConsumerPlan } from '../nats/consumer-plan.ts';
import { connected, type RunningService, startService, stopServices } from '../spec/start-service.ts';
import { EventConsumer } from './event-consumer.ts';
import type { StreamDelivery } from './stream-delivery.ts';

let nats: NatsServer;
beforeAll(async () => void (nats = await startNats()));
afterAll(() => nats.stop());

let publisher: RunningService;
let connections: NatsConnection[] = [];
let consumers: EventConsumer[] = [];
beforeEach(async () => {
  publisher = await startService('anomaly', nats.url);
  await connected(publisher);
});
afterEach(async () => {
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  await Promise.all(connections.map((connection) => connection.close()));
  await stopServices();
  await nats.wipe();
  [consumers, connections] = [[], []];
});

const publish = async (...ids: string[]): Promise<void> => {
  for (const id of ids) await publisher.bus.publish(SamplesApplied, { partition: 1, seq: '1' }, { id });
};

const open = async (): Promise<NatsConnection> => {
  const connection = await connect({ servers: nats.url, inboxPrefix: '_INBOX_metrics-ingest' });
  connections.push(connection);
  return connection;
};

/** A consumer that takes note of every delivery, and holds the first until `released`. */
class Holder {
  readonly seen: { id: string; deliveries: number }[] = [];
  readonly released = Promise.withResolvers<void>();
  readonly consumer: EventConsumer;

  constructor(plan: ConsumerPlan) {
    this.consumer = new EventConsumer('metrics-ingest', plan, (delivery) => this.take(delivery));
    consumers.push(this.consumer);
  }

  private async take(delivery: StreamDelivery): Promise<void> {
    this.seen.push({ id: delivery.message.headers?.get('Nats-Msg-Id') ?? '', deliveries: delivery.deliveries });
    if (this.seen.length === 1) await this.released.promise;
    delivery.ack();
  }
}

const [plan] = consumersOf('metrics-ingest', SamplesApplied) as [ConsumerPlan];

describe('a consumer of events', () => {
  it('holds on to the event in hand and to those behind it for longer than the broker waits', async () => {
    const slow = new Holder({ ...plan, ackWaitMs: 600 });
    const connection = await open();
    let beats = 0;
    connection.subscribe('$JS.ACK.>', { callback: (_, message) => void (beats += message.string() === '+WPI' ? 1 : 0) });
    slow.consumer.start(connection);
    await publish('a', 'b');
    // two messages, a beat each every 200 ms
    await waitFor(() => beats >= 12);
    slow.released.resolve();
    await waitFor(() => slow.seen.length === 2);
    expect(slow.seen).toEqual([
      { id: 'a', deliveries: 1 },
      { id: 'b', deliveries: 1 },
    ]);
  });

  it('is replaced as soon as the broker has waited, when its process is killed', async () => {
    const victim = new Holder({ ...plan, ackWaitMs: 600 });
    const connection = await open();
    victim.consumer.start(connection);
    await publish('a');
    await waitFor(() => victim.seen.length === 1);
    const survivor = new Holder({ ...plan, ackWaitMs: 600 });
    survivor.released.resolve();
    survivor.consumer.start(await open());
    await connection.close();
    await waitFor(() => survivor.seen.length === 1);
    expect(survivor.seen).toEqual([{ id: 'a', deliveries: 2 }]);
    victim.released.resolve();
  });

  it('hands back at once what waits behind the event in hand, when it is stopped', async () => {
    const leaving = new Holder({ ...plan, ackWaitMs: 900 });
    const connection = await open();
    const held = new Set<string>();
    const handedBack = new Set<string>();
    connection.subscribe('$JS.ACK.>', {
      callback: (_, message) => void (message.string().startsWith('-NAK') ? handedBack : held).add(message.subject),
    });
    leaving.consumer.start(connection);
    await publish('a', 'b', 'c');
    await waitFor(() => held.size === 3);
    const stopped = leaving.consumer.stop();
    await waitFor(() => handedBack.size === 2);
    leaving.released.resolve();
    await stopped;
    expect(leaving.seen.map(({ id }) => id)).toEqual(['a']);
    const successor = new Holder({ ...plan, ackWaitMs: 900 });
    successor.released.resolve();
    successor.consumer.start(await open());
    await waitFor(() => new Set(successor.seen.map(({ id }) => id)).size === 2);
    expect(new Set(successor.seen.map(({ id }) => id))).toEqual(new Set(['b', 'c']));
  });
});

import { SamplesApplied } from '@cloudops/contracts';
import { freePort, type NatsServer, startNats, waitFor } from '@cloudops/testing';
import { afterEach, expect, it } from '@jest/globals';
import { connect } from 'nats';
import { OnEvent } from '../events/on-event.ts';
import { connected, type RunningService, startService, stopServices } from '../spec/start-service.ts';

let nats: NatsServer | undefined;
afterEach(async () => {
  await stopServices();
  await nats?.stop();
  nats = undefined;
});

class Watermarks {
  readonly seen: string[] = [];

  @OnEvent(SamplesApplied)
  applied({ seq }: { partition: number; seq: string }): void {
    this.seen.push(seq);
  }
}

const event = (seq: string): [typeof SamplesApplied, { partition: number; seq: string }, { id: string }] => [
  SamplesApplied,
  { partition: 0, seq },
  { id: `applied-${seq}` },
];

/** Publisher, consumer and broker, with the event 1 delivered. */
async function afterOneEvent(): Promise<{ broker: NatsServer; anomaly: RunningService; watermarks: Watermarks }> {
  const broker = (nats = await startNats());
  const watermarks = new Watermarks();
  const anomaly = await startService('anomaly', broker.url);
  await startService('metrics-ingest', broker.url, { providers: [watermarks] });
  await connected(anomaly);
  await anomaly.bus.publish(...event('1'));
  await waitFor(() => watermarks.seen.length === 1);
  return { broker, anomaly, watermarks };
}

it('starts before the broker, the consumer before the publisher, and says meanwhile that it is unavailable', async () => {
  const port = await freePort();
  const url = `nats://127.0.0.1:${port}`;
  const watermarks = new Watermarks();
  await startService('metrics-ingest', url, { providers: [watermarks] });
  const early = await startService('anomaly', url);
  await expect(early.bus.publish(...event('1'))).rejects.toMatchObject({ kind: 'unavailable' });
  nats = await startNats({ port });
  await connected(early);
  await early.bus.publish(...event('1'));
  await waitFor(() => watermarks.seen.length === 1);
}, 30_000);

it('creates the stream and the durable again when the broker has lost its store', async () => {
  const { broker, anomaly, watermarks } = await afterOneEvent();
  await broker.wipe();
  const after = await waitFor(() => anomaly.bus.publish(...event('2')), { timeoutMs: 15_000 });
  expect(after).toEqual({ duplicate: false, seq: 1 });
  await waitFor(() => watermarks.seen.includes('2'), { timeoutMs: 15_000 });
}, 40_000);

it('creates them again too when they are deleted while the broker stays up', async () => {
  const { broker, anomaly, watermarks } = await afterOneEvent();
  const admin = await connect({ servers: broker.url });
  await (await admin.jetstreamManager()).streams.delete('EVENTS_ANOMALY');
  await admin.close();
  await anomaly.bus.publish(...event('2'));
  await waitFor(() => watermarks.seen.includes('2'), { timeoutMs: 30_000 });
}, 40_000);

it('goes on after a restart of the broker: what was published while the consumer was away arrives', async () => {
  const { broker, anomaly, watermarks } = await afterOneEvent();
  await broker.kill();
  await waitFor(() =>
    anomaly.bus.publish(...event('2')).then(
      () => false,
      (error: { kind: string }) => error.kind === 'unavailable',
    ),
  );
  await broker.restart();
  await waitFor(() => anomaly.bus.publish(...event('2')), { timeoutMs: 15_000 });
  await waitFor(() => watermarks.seen.includes('2'), { timeoutMs: 15_000 });
  expect(watermarks.seen).toEqual(['1', '2']);
}, 40_000);

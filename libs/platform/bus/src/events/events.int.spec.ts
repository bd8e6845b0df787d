import {
  type Anomaly,
  AnomalyCleared,
  AnomalyDetected,
  DomainError,
  encodeBatch,
  decodeBatch,
  LogRecorded,
  MetricsBatch,
  SamplesApplied,
} from '@cloudops/contracts';
import { anAnomaly, type NatsServer, startNats, waitFor } from '@cloudops/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller } from '@nestjs/common';
import { connect } from 'nats';
import type { EventContext } from '../contexts.ts';
import { PortLookup } from '../port-lookup.ts';
import { connected, startService, stopServices } from '../spec/start-service.ts';
import { OnEvent } from './on-event.ts';

let nats: NatsServer;
beforeAll(async () => void (nats = await startNats()));
afterEach(async () => {
  await stopServices();
  await nats.wipe();
});
afterAll(() => nats.stop());

type Seen = { seq: string; context: EventContext };

/** Fails as `fail` says, else remembers. */
class Watermarks {
  readonly seen: Seen[] = [];
  constructor(private readonly fail: (seq: string, deliveries: number) => unknown = () => undefined) {}

  @OnEvent(SamplesApplied)
  async applied({ seq }: { partition: number; seq: string }, context: EventContext): Promise<void> {
    this.seen.push({ seq, context });
    const failure = await this.fail(seq, context.deliveries);
    if (failure) throw failure as Error;
  }
}

const applied = (seq: string): { partition: number; seq: string } => ({ partition: 1, seq });

describe('events', () => {
  it('arrive once with their envelope, however often the id is published', async () => {
    const anomaly = await startService('anomaly', nats.url);
    const watermarks = new Watermarks();
    await startService('metrics-ingest', nats.url, { providers: [watermarks] });
    await connected(anomaly);
    const time = new Date('2026-01-02T03:04:05.000Z');
    const first = await anomaly.bus.publish(SamplesApplied, applied('7'), { id: 'a', time, correlationId: 'story' });
    const again = await anomaly.bus.publish(SamplesApplied, applied('7'), { id: 'a', time, correlationId: 'story' });
    await anomaly.bus.publish(SamplesApplied, applied('8'), { id: 'b' });
    expect([first.duplicate, again.duplicate, again.seq === first.seq]).toEqual([false, true, true]);
    await waitFor(() => watermarks.seen.length === 2);
    const { id, subject, source, correlationId, deliveries } = watermarks.seen[0]!.context;
    expect({ id, subject, source, correlationId, deliveries, time: watermarks.seen[0]!.context.time }).toEqual({
      id: 'a',
      subject: 'samples.applied.v1',
      source: 'anomaly',
      correlationId: 'story',
      deliveries: 1,
      time,
    });
    expect(watermarks.seen.map((each) => each.seq)).toEqual(['7', '8']);
  });

  it('reach controllers and providers alike', async () => {
    const reached: string[] = [];
    @Controller()
    class WatermarksController {
      @OnEvent(SamplesApplied)
      applied({ seq }: { partition: number; seq: string }): void {
        reached.push(seq);
      }
    }
    const watermarks = new Watermarks();
    await startService('metrics-ingest', nats.url, { controllers: [WatermarksController], providers: [watermarks] });
    const anomaly = await startService('anomaly', nats.url);
    await connected(anomaly);
    await anomaly.bus.publish(SamplesApplied, applied('1'), { id: 'a' });
    await waitFor(() => reached.length === 1 && watermarks.seen.length === 1);
  });

  it('of several contracts reach one method, in a controller and in a provider', async () => {
    const reached: string[] = [];
    const remember = (place: string, { id }: Anomaly, { subject }: EventContext): void => void reached.push(`${place} ${subject} ${id}`);
    @Controller()
    class AnomaliesController {
      @OnEvent(AnomalyDetected, AnomalyCleared)
      changed(anomaly: Anomaly, context: EventContext): void {
        remember('controller', anomaly, context);
      }
    }
    class Anomalies {
      @OnEvent(AnomalyDetected, AnomalyCleared)
      changed(anomaly: Anomaly, context: EventContext): void {
        remember('provider', anomaly, context);
      }
    }
    await startService('gateway', nats.url, { controllers: [AnomaliesController], providers: [new Anomalies()] });
    const anomaly = await startService('anomaly', nats.url);
    await connected(anomaly);
    await anomaly.bus.publish(AnomalyDetected, anAnomaly({ id: 'x' }), { id: 'a' });
    await anomaly.bus.publish(AnomalyCleared, anAnomaly({ id: 'x' }), { id: 'b' });
    await waitFor(() => reached.length === 4);
    expect(reached.toSorted()).toEqual([
      'controller anomaly.cleared.v1 x',
      'controller anomaly.detected.v1 x',
      'provider anomaly.cleared.v1 x',
      'provider anomaly.detected.v1 x',
    ]);
  });

  it('come again after a failure, with the count of deliveries', async () => {
    const watermarks = new Watermarks((_, deliveries) => (deliveries === 1 ? new Error('database away') : undefined));
    await startService('metrics-ingest', nats.url, { providers: [watermarks] });
    const anomaly = await startService('anomaly', nats.url);
    await connected(anomaly);
    await anomaly.bus.publish(SamplesApplied, applied('1'), { id: 'a' });
    await waitFor(() => watermarks.seen.length === 2);
    expect(watermarks.seen.map(({ context }) => context.deliveries)).toEqual([1, 2]);
  });

  it('go to the dead letters at once when repeating is useless, in a controller too', async () => {
    @Controller()
    class Refusing {
      @OnEvent(SamplesApplied)
      applied(): void {
        throw new DomainError('conflict', 'watermark-behind', 'The watermark went back');
      }
    }
    const ingest = await startService('metrics-ingest', nats.url, { controllers: [Refusing] });
    const anomaly = await startService('anomaly', nats.url);
    await connected(anomaly);
    await anomaly.bus.publish(SamplesApplied, applied('1'), { id: 'a' });
    const letters = ingest.app.get(PortLookup, { strict: false }).deadLetters();
    const [letter] = await waitFor(async () => ((await letters.list(10)).length === 1 ? letters.list(10) : undefined));
    expect(letter).toMatchObject({ id: 'a', service: 'metrics-ingest', subject: 'samples.applied.v1', deliveries: 1 });
    expect(letter?.reason).toContain('watermark-behind');
    expect(letter?.excerpt).toContain('"seq":"1"');
  });

  it('go to the dead letters when the body does not fit the contract, and the next ones pass', async () => {
    const watermarks = new Watermarks();
    const ingest = await startService('metrics-ingest', nats.url, { providers: [watermarks] });
    const anomaly = await startService('anomaly', nats.url);
    await connected(anomaly);
    await anomaly.bus.publish(SamplesApplied, applied('1'), { id: 'a' });
    const stranger = await connect({ servers: nats.url });
    await stranger.jetstream().publish('samples.applied.v1', '{"partition":"x"}', { msgID: 'wrong' });
    await stranger.jetstream().publish('samples.applied.v1', 'no json \u0000', { msgID: 'garbage' });
    await stranger.close();
    await anomaly.bus.publish(SamplesApplied, applied('2'), { id: 'b' });
    await waitFor(() => watermarks.seen.length === 2);
    const letters = await ingest.app.get(PortLookup, { strict: false }).deadLetters().list(10);
    expect(letters.map(({ id, excerpt }) => ({ id, excerpt }))).toEqual([
      { id: 'garbage', excerpt: 'no json  ' },
      { id: 'wrong', excerpt: '{"partition":"x"}' },
    ]);
  });

  it('carry sample batches as bytes, with the partition', async () => {
    const got: { seq: bigint; suffix?: string }[] = [];
    class Scorer {
      @OnEvent(MetricsBatch)
      score(body: Uint8Array, context: EventContext): void {
        got.push({ seq: decodeBatch(body).seq, suffix: context.suffix });
      }
    }
    const ingest = await startService('metrics-ingest', nats.url);
    await startService('anomaly', nats.url, { providers: [new Scorer()] });
    const admin = await connect({ servers: nats.url });
    const { consumers } = await admin.jetstreamManager();
    await waitFor(async () => (await consumers.info('METRICS', 'anomaly--metrics-batch-v1')).num_waiting === 1);
    await admin.close();
    const series = [{ id: 9n, times: Float64Array.of(1, 2), values: Float64Array.of(3, NaN) }];
    for (let seq = 1n; seq <= 500n; seq++) {
      await ingest.bus.publish(MetricsBatch, encodeBatch({ partition: 2, seq, series }), { id: `2-${seq}`, suffix: '2' });
    }
    await waitFor(() => got.length === 500);
    expect(got.map((each) => each.seq)).toEqual(Array.from({ length: 500 }, (_, i) => BigInt(i + 1)));
    expect(got[0]?.suffix).toBe('2');
  });

  it('carry the log lines of every service to the gateway, which owns their streams', async () => {
    const from: string[] = [];
    class Logs {
      @OnEvent(LogRecorded)
      record(_: unknown, context: EventContext): void {
        from.push(`${context.source} ${context.suffix}`);
      }
    }
    const chat = await startService('chat', nats.url);
    await connected(chat);
    await expect(chat.bus.publish(LogRecorded, { entries: [] }, { id: 'early', suffix: 'chat' })).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await startService('gateway', nats.url, { providers: [new Logs()] });
    await waitFor(() => chat.bus.publish(LogRecorded, { entries: [] }, { id: 'later', suffix: 'chat' }));
    await waitFor(() => from.length > 0);
    expect(from).toEqual(['chat chat']);
  });
});

import { SamplesApplied } from '@cloudops/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { headers, type Msg } from 'nats';
import { BusMetrics } from '../bus-metrics.ts';
import type { PortLookup } from '../port-lookup.ts';
import { DeliveredEvent } from './delivered-event.ts';
import { EventDelivery } from './event-delivery.ts';
import { InMemoryDeadLetters } from './in-memory-dead-letters.ts';
import { StreamDelivery } from './stream-delivery.ts';

let answers: string[];
let letters: InMemoryDeadLetters;
beforeEach(() => {
  Logger.overrideLogger(false);
  answers = [];
  letters = new InMemoryDeadLetters();
});

const deliver = (deliveries: number, handler: () => Promise<unknown>, store = letters): Promise<void> => {
  const message = {
    subject: SamplesApplied.subject,
    reply: `$JS.ACK.EVENTS_ANOMALY.metrics-ingest--samples-applied-v1.${deliveries}.42.7.1700000000000000000.0`,
    data: Buffer.from('{"partition":1,"seq":"5"}'),
    headers: headers(),
    respond: (body: string) => answers.push(body),
  } as unknown as Msg;
  const ports = { deadLetters: () => store } as unknown as PortLookup;
  const delivery = new EventDelivery({ service: 'metrics-ingest', url: '' }, ports, new BusMetrics());
  return delivery.deliver(new DeliveredEvent(SamplesApplied, new StreamDelivery(message)), handler);
};

describe('a delivery', () => {
  it('is acked only after its handler is done', async () => {
    const done = Promise.withResolvers<void>();
    const delivering = deliver(1, () => done.promise);
    await new Promise(setImmediate);
    expect(answers).toEqual([]);
    done.resolve();
    await delivering;
    expect(answers).toEqual(['+ACK']);
  });

  it('without an id is known by its place in the stream', async () => {
    await deliver(8, () => Promise.reject(new Error('away')));
    const [letter] = await letters.list(1);
    expect(letter).toMatchObject({ id: 'EVENTS_ANOMALY-42', deliveries: 8 });
    expect(letter?.reason).toContain('away');
    expect(answers).toEqual(['+TERM']);
  });

  it('that killed the process time and again is given up without another try', async () => {
    let tried = false;
    await deliver(9, () => Promise.resolve((tried = true)));
    expect(tried).toBe(false);
    expect(await letters.list(1)).toHaveLength(1);
  });

  it('stays with the broker while its dead letter cannot be stored', async () => {
    const failing = { add: () => Promise.reject(new Error('database away')), list: () => Promise.resolve([]) };
    await deliver(8, () => Promise.reject(new Error('away')), failing as unknown as InMemoryDeadLetters);
    expect(answers).toEqual([expect.stringMatching(/^-NAK {"delay":15000000000}$/)]);
  });
});

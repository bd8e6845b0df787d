import type { EventContract } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { BusOptions } from '../bus-options.ts';
import type { EventContext } from '../contexts.ts';
import { BusConnection } from '../nats/bus-connection.ts';
import { consumersOf } from '../nats/consumer-plan.ts';
import { DeliveredEvent } from './delivered-event.ts';
import { EventConsumer } from './event-consumer.ts';
import { EventDelivery } from './event-delivery.ts';

/** Keeps one consumer running for every event that the service handles. */
@Injectable()
export class EventReception {
  private readonly consumers: EventConsumer[] = [];

  constructor(
    private readonly options: BusOptions,
    private readonly delivery: EventDelivery,
    connection: BusConnection,
  ) {
    connection.onReconnect(() => this.consumers.forEach((consumer) => consumer.startOver()));
  }

  /** Several handlers of one event run one after the other; when one fails all see the event again. */
  start(connection: NatsConnection, contract: EventContract, handlers: ((data: unknown, context: EventContext) => unknown)[]): void {
    const handle = async (data: unknown, context: EventContext): Promise<void> => {
      for (const handler of handlers) await handler(data, context);
    };
    for (const plan of consumersOf(this.options.service, contract)) {
      const consumer = new EventConsumer(this.options.service, plan, (delivery) =>
        this.delivery.deliver(new DeliveredEvent(contract, delivery), handle),
      );
      this.consumers.push(consumer);
      consumer.start(connection);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }
}

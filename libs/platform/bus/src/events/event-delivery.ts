import { withCorrelation } from '@cloudops/platform-telemetry';
import { Injectable, Logger } from '@nestjs/common';
import { BusMetrics } from '../bus-metrics.ts';
import { BusOptions } from '../bus-options.ts';
import type { EventContext } from '../contexts.ts';
import { PortLookup } from '../port-lookup.ts';
import type { DeliveredEvent } from './delivered-event.ts';
import { decideDelivery, MAX_DELIVERIES } from './delivery-decision.ts';
import { excerptOf } from './excerpt.ts';

export type DeliveryHandler = (data: unknown, context: EventContext) => Promise<unknown>;

/** When a dead letter cannot be stored the message stays with the broker for this long. */
const UNSTORED_DELAY_MS = 15_000;

/** Gives one delivery to its handler and settles it: acked, delivered again later, or a dead letter. Never throws. */
@Injectable()
export class EventDelivery {
  private readonly logger = new Logger('Bus');

  constructor(
    private readonly options: BusOptions,
    private readonly ports: PortLookup,
    private readonly metrics: BusMetrics,
  ) {}

  async deliver(event: DeliveredEvent, handler: DeliveryHandler): Promise<void> {
    // more deliveries than decisions: the process died in the handler, again and again
    if (event.deliveries > MAX_DELIVERIES) return this.bury(event, `delivered ${event.deliveries} times without an outcome`);
    try {
      await withCorrelation(event.correlationId, async () => handler(event.data(), event));
      event.ack();
      this.metrics.delivered.inc({ subject: event.subject });
    } catch (error) {
      await this.settle(event, error);
    }
  }

  private async settle(event: DeliveredEvent, error: unknown): Promise<void> {
    const decision = decideDelivery(error, event.deliveries, Math.random());
    if (decision.kind === 'dead-letter') return this.bury(event, decision.reason);
    this.metrics.failed.inc({ subject: event.subject });
    const msg = `${event.subject} ${event.id}, delivery ${event.deliveries}, again in ${decision.delayMs} ms: ${decision.reason}`;
    this.logger.warn({ msg, err: error });
    event.retryIn(decision.delayMs);
  }

  private async bury(event: DeliveredEvent, reason: string): Promise<void> {
    try {
      await this.ports.deadLetters().add({
        id: event.id,
        service: this.options.service,
        subject: event.subject,
        at: new Date().toISOString(),
        deliveries: event.deliveries,
        reason: reason.slice(0, 2_000),
        excerpt: excerptOf(event.body, event.contract.encoding),
      });
      event.giveUp();
      this.metrics.deadLettered.inc({ subject: event.subject });
      this.logger.error(`${event.subject} ${event.id} went to the dead letters: ${reason}`);
    } catch (error) {
      this.logger.warn(`cannot store the dead letter ${event.id} of ${event.subject} yet: ${String(error)}`);
      event.retryIn(UNSTORED_DELAY_MS);
    }
  }
}

import type { EventContract } from '@cloudops/contracts';
import type { EventContext } from '../contexts.ts';
import { checked, decodeJson } from '../json-body.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import type { StreamDelivery } from './stream-delivery.ts';

/** One delivery of an event, and what its handler sees of it. */
export class DeliveredEvent implements EventContext {
  readonly subject: string;
  readonly suffix?: string;
  readonly deliveries: number;
  readonly body: Uint8Array;
  private readonly envelope: Envelope;

  constructor(
    readonly contract: EventContract,
    private readonly delivery: StreamDelivery,
  ) {
    const { message, stream, seq, storedAt, deliveries } = delivery;
    this.envelope = readEnvelope(message.headers, { stream, seq, at: storedAt });
    this.subject = contract.subject;
    this.deliveries = deliveries;
    // plain bytes, not the client's Buffer, whose `slice` shares memory
    this.body = new Uint8Array(message.data.buffer, message.data.byteOffset, message.data.byteLength);
    if (message.subject.length > contract.subject.length) this.suffix = message.subject.slice(contract.subject.length + 1);
  }

  get id(): string {
    return this.envelope.id;
  }
  get time(): Date {
    return this.envelope.time;
  }
  get source(): string {
    return this.envelope.source;
  }
  get correlationId(): string {
    return this.envelope.correlationId;
  }
  get traceparent(): string | undefined {
    return this.envelope.traceparent;
  }

  /** @throws DomainError `invalid` when the body does not fit the contract. */
  data(): unknown {
    const { encoding, schema } = this.contract;
    return encoding === 'binary' ? checked(schema, this.body) : decodeJson(schema, this.body);
  }

  ack(): void {
    this.delivery.ack();
  }
  retryIn(ms: number): void {
    this.delivery.retryIn(ms);
  }
  giveUp(): void {
    this.delivery.giveUp();
  }
}

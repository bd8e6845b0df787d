import { type Msg, nanos } from 'nats';

/**
 * A message that a pull brought, with the broker's own facts from its ack subject,
 * `$JS.ACK[.<domain>.<account>].<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<timestamp ns>.<pending>[.<token>]`.
 */
export class StreamDelivery {
  readonly stream: string;
  readonly deliveries: number;
  readonly seq: number;
  readonly storedAt: Date;

  constructor(readonly message: Msg) {
    const tokens = (message.reply ?? '').split('.');
    const facts = tokens.length >= 11 ? tokens.slice(4) : tokens.slice(2);
    this.stream = facts[0] ?? '';
    this.deliveries = Number(facts[2] ?? 1);
    this.seq = Number(facts[3] ?? 0);
    this.storedAt = new Date(Number(facts[5] ?? 0) / 1e6);
  }

  ack(): void {
    this.message.respond('+ACK');
  }
  /** To be delivered again after `delayMs`. */
  retryIn(delayMs: number): void {
    this.message.respond(`-NAK ${JSON.stringify({ delay: nanos(delayMs) })}`);
  }
  /** Never to be delivered again. */
  giveUp(): void {
    this.message.respond('+TERM');
  }
  /** Starts the ack wait anew. */
  working(): void {
    this.message.respond('+WPI');
  }
}

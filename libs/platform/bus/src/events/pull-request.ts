import { createInbox, type Msg, type NatsConnection, nanos, type Subscription } from 'nats';
import { inboxPrefix } from '../nats/subjects.ts';
import type { ConsumerPlan } from '../nats/consumer-plan.ts';
import { StreamDelivery } from './stream-delivery.ts';

/** Bodies differ a hundredfold in size, so a pull is bounded by bytes first: 200 large messages would overrun the client. */
const MAX_BYTES = 8 * 1024 * 1024;
const BATCH = 200;
const EXPIRES_MS = 30_000;
const HEARTBEAT_MS = 5_000;

/** `done`: pull again. `lost`: the consumer, the stream or the broker is not where it was; look before pulling again. */
export type PullEnd = 'done' | 'lost';

/** One pull from a durable, and the messages of it that nobody has taken yet. */
export class PullRequest {
  private readonly queue: StreamDelivery[] = [];
  private readonly subscription: Subscription;
  private readonly watchdog: NodeJS.Timeout;
  private received = 0;
  private end: PullEnd | undefined;
  private changed = Promise.withResolvers<void>();

  constructor(connection: NatsConnection, service: string, plan: ConsumerPlan) {
    this.watchdog = setTimeout(() => this.close('lost'), HEARTBEAT_MS * 3);
    const inbox = createInbox(inboxPrefix(service));
    this.subscription = connection.subscribe(inbox, { callback: (error, message) => (error ? this.close('lost') : this.take(message)) });
    const request = { batch: BATCH, max_bytes: MAX_BYTES, expires: nanos(EXPIRES_MS), idle_heartbeat: nanos(HEARTBEAT_MS) };
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${plan.stream}.${plan.durable}`, JSON.stringify(request), { reply: inbox });
  }

  /** The next message; when there are none left and none will come, how the pull ended. */
  async next(): Promise<StreamDelivery | PullEnd> {
    for (;;) {
      const message = this.queue.shift();
      if (message) return message;
      if (this.end) return this.end;
      await this.changed.promise;
      this.changed = Promise.withResolvers<void>();
    }
  }

  /** Tells the broker that the queued messages are in good hands. */
  keepAlive(): void {
    for (const message of this.queue) message.working();
  }

  /** Gives the queued messages back at once, for whoever asks next. */
  handBack(): void {
    for (const message of this.queue.splice(0)) message.retryIn(0);
  }

  close(end: PullEnd): void {
    this.end ??= end;
    clearTimeout(this.watchdog);
    if (!this.subscription.isClosed()) this.subscription.unsubscribe();
    this.changed.resolve();
  }

  private take(message: Msg): void {
    this.watchdog.refresh();
    const code = message.headers?.code ?? 0;
    if (code !== 0) return this.follow(code, message.headers?.description ?? '');
    this.queue.push(new StreamDelivery(message));
    this.received++;
    if (this.received === BATCH) this.close('done');
    this.changed.resolve();
  }

  private follow(code: number, description: string): void {
    if (code === 100) return;
    // 408: it expired; 409 with a size: the next message does not fit in the bytes left
    const harmless = code === 408 || code === 404 || (code === 409 && /MaxBytes/i.test(description));
    this.close(harmless ? 'done' : 'lost');
  }
}

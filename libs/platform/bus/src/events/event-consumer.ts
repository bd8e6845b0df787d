import { Logger } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { setTimeout as sleep } from 'node:timers/promises';
import { consumerConfig, type ConsumerPlan } from '../nats/consumer-plan.ts';
import { jetStreamCode, JS_CONSUMER_EXISTS } from '../nats/nats-failure.ts';
import { retryForever } from '../nats/retry-forever.ts';
import { PullRequest } from './pull-request.ts';
import type { StreamDelivery } from './stream-delivery.ts';

/** A handler that takes longer than this is taken for stuck: what this process holds is then delivered to another one. */
const LONGEST_HANDLING_MS = 300_000;

/**
 * Pulls from one durable, one message after the other. The stream may not exist yet, the broker may go, and may come back without
 * its store: it starts over each time, and never ends before `stop`.
 */
export class EventConsumer {
  private readonly logger = new Logger('Bus');
  private readonly stopping = new AbortController();
  private pull: PullRequest | undefined;
  private inHand: { readonly delivery: StreamDelivery; readonly since: number } | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly service: string,
    private readonly plan: ConsumerPlan,
    private readonly deliver: (delivery: StreamDelivery) => Promise<void>,
  ) {}

  start(connection: NatsConnection): void {
    this.running ??= this.run(connection);
  }

  /** The broker was away: what was asked of it is forgotten. */
  startOver(): void {
    this.pull?.close('lost');
  }

  /** Takes no more and hands back what waits here, for another process or the next one; resolves when the message in hand is settled. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pull?.close('done');
    this.pull?.handBack();
    await this.running;
  }

  private async run(connection: NatsConnection): Promise<void> {
    const { signal } = this.stopping;
    const beat = setInterval(() => this.keepAlive(), this.plan.ackWaitMs / 3);
    try {
      while (!signal.aborted) {
        await retryForever(
          () => this.ensureDurable(connection),
          signal,
          (error) => this.reportWaiting(error),
        );
        await this.pullUntilLost(connection);
        await sleep(100, undefined, { signal });
      }
    } catch (error) {
      if (!signal.aborted) this.logger.error(`${this.plan.durable} stopped: ${String(error)}`);
    } finally {
      clearInterval(beat);
    }
  }

  /** The broker waits briefly, so that a killed process is soon replaced; a live one says that it holds on to its messages. */
  private keepAlive(): void {
    if (this.inHand && performance.now() - this.inHand.since > LONGEST_HANDLING_MS) return;
    this.inHand?.delivery.working();
    this.pull?.keepAlive();
  }

  private reportWaiting(error: unknown): void {
    this.logger.log(`${this.plan.durable} waits for stream ${this.plan.stream}: ${error instanceof Error ? error.message : String(error)}`);
  }

  private async ensureDurable(connection: NatsConnection): Promise<void> {
    const manager = await connection.jetstreamManager({ checkAPI: false, timeout: 5_000 });
    const config = consumerConfig(this.plan);
    try {
      await manager.consumers.add(this.plan.stream, config);
    } catch (error) {
      if (jetStreamCode(error) !== JS_CONSUMER_EXISTS) throw error;
      await manager.consumers.update(this.plan.stream, this.plan.durable, config);
    }
  }

  private async pullUntilLost(connection: NatsConnection): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const pull = new PullRequest(connection, this.service, this.plan);
      this.pull = pull;
      for (;;) {
        const next = await pull.next();
        if (next === 'lost') return;
        if (next === 'done') break;
        this.inHand = { delivery: next, since: performance.now() };
        await this.deliver(next);
        this.inHand = undefined;
      }
    }
  }
}

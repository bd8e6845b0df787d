import { Logger } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACK_WAIT_MS, consumerConfig, type ConsumerPlan } from '../nats/consumer-plan.ts';
import { jetStreamCode, JS_CONSUMER_EXISTS } from '../nats/nats-failure.ts';
import { retryForever } from '../nats/retry-forever.ts';
import { PullRequest } from './pull-request.ts';
import type { StreamDelivery } from './stream-delivery.ts';

/**
 * Pulls from one durable, one message after the other. The stream may not exist yet, the broker may go, and may come back without
 * its store: it starts over each time, and never ends before `stop`.
 */
export class EventConsumer {
  private readonly logger = new Logger('Bus');
  private readonly stopping = new AbortController();
  private pull: PullRequest | undefined;
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

  /** Takes no more; resolves when the message in hand is settled. The rest is delivered again, here or elsewhere. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pull?.close('done');
    await this.running;
  }

  private async run(connection: NatsConnection): Promise<void> {
    const { signal } = this.stopping;
    // what waits in this process behind a slow handler is not lost, and the broker should not deliver it twice
    const beat = setInterval(() => this.pull?.keepAlive(), ACK_WAIT_MS / 3);
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
        if (this.stopping.signal.aborted || next === 'lost') return;
        if (next === 'done') break;
        await this.deliver(next);
      }
    }
  }
}

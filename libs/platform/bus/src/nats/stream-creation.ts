import { Injectable, Logger } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { BusOptions } from '../bus-options.ts';
import { BusConnection } from './bus-connection.ts';
import { jetStreamCode, JS_STREAM_EXISTS } from './nats-failure.ts';
import { ownedStreams } from './stream-plan.ts';
import { retryForever } from './retry-forever.ts';

/** Creates the streams that this service owns, at start and whenever the broker may have lost them. */
@Injectable()
export class StreamCreation {
  private readonly logger = new Logger('Bus');
  private running: Promise<void> | undefined;

  constructor(
    private readonly options: BusOptions,
    private readonly connection: BusConnection,
  ) {
    connection.onReconnect(() => void this.keepTrying());
  }

  /** Resolves when every stream stands, however long that takes; rejects only when the service stops. */
  async keepTrying(): Promise<void> {
    await this.connection.ready;
    await retryForever(
      () => this.ensure(),
      this.connection.closed,
      (error) => this.logger.warn(`cannot create streams yet: ${String(error)}`),
    ).catch(() => undefined);
  }

  /** One attempt, shared by callers that come together. */
  ensure(): Promise<void> {
    this.running ??= this.create(this.connection.live).finally(() => (this.running = undefined));
    return this.running;
  }

  private async create(connection: NatsConnection): Promise<void> {
    const plans = ownedStreams(this.options.service);
    if (plans.length === 0) return;
    const manager = await connection.jetstreamManager({ checkAPI: false, timeout: 5_000 });
    for (const plan of plans) {
      try {
        await manager.streams.add(plan);
      } catch (error) {
        if (jetStreamCode(error) !== JS_STREAM_EXISTS) throw error;
        await manager.streams.update(plan.name, plan);
      }
    }
  }
}

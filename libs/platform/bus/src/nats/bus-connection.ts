import { DomainError, type ServiceName } from '@cloudops/contracts';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { connect, Events, type NatsConnection, type Status } from 'nats';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusMetrics } from '../bus-metrics.ts';
import { BusOptions } from '../bus-options.ts';
import { inboxPrefix } from './subjects.ts';

const RETRY_MS = 1_000;

/** The one connection of a service. It waits for the broker for as long as it takes and never ends the process. */
@Injectable()
export class BusConnection implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Bus');
  private readonly opened = Promise.withResolvers<NatsConnection>();
  private readonly closing = new AbortController();
  private readonly reconnected: (() => void)[] = [];
  private readonly refused: ((subject: string) => void)[] = [];
  private current: NatsConnection | undefined;
  private up = false;

  constructor(
    private readonly options: BusOptions,
    private readonly metrics: BusMetrics,
  ) {
    this.opened.promise.catch(() => undefined);
  }

  get service(): ServiceName {
    return this.options.service;
  }

  onModuleInit(): void {
    void this.open();
  }

  /** Fulfilled when the broker has been reached for the first time; rejected when the service stops before. */
  get ready(): Promise<NatsConnection> {
    return this.opened.promise;
  }

  /** @throws DomainError `unavailable` while there is no connection, instead of queueing without bounds. */
  get live(): NatsConnection {
    if (!this.up || !this.current) {
      throw new DomainError('unavailable', 'bus-unavailable', 'There is no connection to NATS', { retryAfterSeconds: 2 });
    }
    return this.current;
  }

  /** Aborts when the service stops. */
  get closed(): AbortSignal {
    return this.closing.signal;
  }

  onReconnect(listener: () => void): void {
    this.reconnected.push(listener);
  }

  /** `listener` hears of a subject on which the broker did not let us publish. */
  onRefused(listener: (subject: string) => void): void {
    this.refused.push(listener);
  }

  health(): Promise<{ ok: boolean; message: string }> {
    return Promise.resolve({ ok: this.up, message: this.up ? `connected to ${this.current?.getServer() ?? ''}` : 'not connected to NATS' });
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    this.opened.reject(new DomainError('unavailable', 'bus-closed', 'The service is stopping'));
    // a drain needs a broker that answers; without one it would wait for the next connection
    if (this.up) await Promise.race([this.current?.drain().catch(() => undefined), sleep(2_000, undefined, { ref: false })]);
    await this.current?.close().catch(() => undefined);
    this.mark(false);
  }

  private async open(): Promise<void> {
    const { service, url, user, password } = this.options;
    for (let attempt = 0; !this.closed.aborted; attempt++) {
      try {
        const connection = await connect({
          servers: url.split(','),
          name: service,
          ...(user === undefined ? {} : { user, pass: password ?? '' }),
          inboxPrefix: inboxPrefix(service),
          reconnect: true,
          maxReconnectAttempts: -1,
          reconnectTimeWait: RETRY_MS,
          reconnectJitter: RETRY_MS / 2,
          ignoreAuthErrorAbort: true,
          pingInterval: 20_000,
          timeout: 5_000,
          noAsyncTraces: true,
        });
        if (this.closed.aborted) return await connection.close();
        this.current = connection;
        void this.watch(connection);
        this.mark(true);
        this.opened.resolve(connection);
        return;
      } catch (error) {
        if (attempt % 30 === 0) this.logger.warn(`waiting for NATS at ${url}: ${String(error)}`);
        await sleep(RETRY_MS * (1 + Math.random() / 2), undefined, { signal: this.closed, ref: false }).catch(() => undefined);
      }
    }
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) this.follow(status);
    this.mark(false);
    if (!this.closed.aborted) this.logger.error('the connection to NATS was closed and will not come back');
  }

  private follow(status: Status): void {
    if (status.type === Events.Disconnect) {
      this.mark(false);
      this.logger.warn('lost the connection to NATS');
    } else if (status.type === Events.Reconnect) {
      this.mark(true);
      this.logger.log('connected to NATS again');
      for (const listener of this.reconnected) listener();
    } else if (status.permissionContext) {
      const { operation, subject } = status.permissionContext;
      this.logger.warn(`NATS refused to let this service ${operation} ${subject}`);
      if (operation === 'publish') for (const listener of this.refused) listener(subject);
    }
  }

  private mark(up: boolean): void {
    this.up = up;
    this.metrics.connected.set(up ? 1 : 0);
  }
}

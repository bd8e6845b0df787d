import type { EventContract } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { NatsConnection } from 'nats';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObservable, lastValueFrom } from 'rxjs';
import { EventReception } from './events/event-reception.ts';
import { assertHandles } from './handler-contracts.ts';
import { BusConnection } from './nats/bus-connection.ts';
import { type Handler, ProviderHandlers } from './provider-handlers.ts';
import { RequestServer } from './requests/request-server.ts';

const GRACE_MS = 5_000;

/**
 * The transport strategy: `app.connectMicroservice({ strategy: app.get(BusServer) })`. Starting does not wait for NATS: handlers are
 * attached when the broker is there, however late.
 */
@Injectable()
export class BusServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;

  constructor(
    private readonly connection: BusConnection,
    private readonly events: EventReception,
    private readonly requests: RequestServer,
    private readonly providers: ProviderHandlers,
  ) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    const handlers = [...this.controllerHandlers(), ...this.providers.find()];
    for (const { contract } of handlers) assertHandles(this.connection.service, contract);
    this.connection.ready.then(
      (connection) => this.attach(connection, handlers),
      () => undefined,
    );
    callback();
  }

  /** Takes nothing new and lets what is in hand finish, for at most 5 s; an event that is not done by then is delivered again. */
  async close(): Promise<void> {
    const finished = Promise.all([this.events.stop(), this.requests.finish(GRACE_MS)]);
    await Promise.race([finished, sleep(GRACE_MS + 500, undefined, { ref: false })]);
  }

  on(): void {}

  unwrap<T>(): T {
    return this.connection.live as T;
  }

  private attach(connection: NatsConnection, handlers: readonly Handler[]): void {
    this.requests.listenForControl(connection);
    const events = new Map<EventContract, Handler['call'][]>();
    for (const { contract, call } of handlers) {
      if (contract.type === 'request') this.requests.serve(connection, contract, call);
      else events.set(contract, [...(events.get(contract) ?? []), call]);
    }
    for (const [contract, calls] of events) this.events.start(connection, contract, calls);
  }

  private controllerHandlers(): Handler[] {
    return [...this.messageHandlers].flatMap(([subject, handler]) => {
      const { contracts } = (handler.extras ?? {}) as { contracts?: Handler['contract'][] };
      const contract = contracts?.find((each) => each.subject === subject);
      return contract ? [{ contract, call: async (data: unknown, context: unknown) => settled(await handler(data, context)) }] : [];
    });
  }
}

/** Nest hands back the value, or an observable of it where there are filters, interceptors or several handlers. */
const settled = (result: unknown): unknown => (isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result);

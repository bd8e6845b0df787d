import { DomainError, type RequestContract, type ResponseData, type RequestInput, type ServiceName } from '@cloudops/contracts';
import { currentCorrelationId } from '@cloudops/platform-telemetry';
import { Injectable } from '@nestjs/common';
import { headers, type NatsConnection } from 'nats';
import { BusMetrics } from '../bus-metrics.ts';
import { BusOptions } from '../bus-options.ts';
import { checked, decodeJson, encodeJson } from '../json-body.ts';
import { BusConnection } from '../nats/bus-connection.ts';
import { natsFailure } from '../nats/nats-failure.ts';
import { controlSubject, requestSubject } from '../nats/subjects.ts';
import { HEADER } from '../wire-headers.ts';
import { CREDIT } from './frames.ts';
import { deadlinePassed } from './incoming-request.ts';
import { ReplyInbox } from './reply-inbox.ts';
import { ReplyReader } from './reply-reader.ts';

export interface RequestOptions {
  /** Milliseconds until the reply must be complete; the contract's unless given. */
  deadlineMs?: number;
  signal?: AbortSignal;
  correlationId?: string;
  /** Which service, for contracts that every service answers. */
  service?: ServiceName;
  /** W3C trace context to pass on. */
  traceparent?: string;
}

/** Sends requests and reads their replies; leaving a reply early tells the server to stop. */
@Injectable()
export class RequestClient {
  private readonly inboxes = new WeakMap<NatsConnection, ReplyInbox>();
  private readonly waiting = new Set<{ subject: string; reader: ReplyReader }>();

  constructor(
    private readonly options: BusOptions,
    private readonly connection: BusConnection,
    private readonly metrics: BusMetrics,
  ) {
    connection.onRefused((subject) => this.refuse(subject));
  }

  async *ask<C extends RequestContract>(
    contract: C,
    data: RequestInput<C>,
    options: RequestOptions,
  ): AsyncGenerator<ResponseData<C>, void, undefined> {
    const measure = this.metrics.requests.startTimer({ subject: contract.subject, side: 'client' });
    let outcome = 'left';
    try {
      checked(contract.request, data);
      for await (const body of this.exchange(contract, encodeJson(data), options)) {
        const answer = parsed(contract, body);
        if (contract.reply === 'single') outcome = 'ok';
        yield answer;
      }
      outcome = 'ok';
    } catch (error) {
      outcome = error instanceof DomainError ? error.kind : 'cancelled';
      throw error;
    } finally {
      measure({ outcome });
    }
  }

  private async *exchange(
    contract: RequestContract,
    body: Uint8Array,
    options: RequestOptions,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { signal, deadlineMs = contract.deadlineMs } = options;
    signal?.throwIfAborted();
    const server = serverOf(contract, options.service);
    const subject = requestSubject(contract, server);
    const connection = this.connection.live;
    const tell = (word: string): void => {
      if (!connection.isClosed()) connection.publish(controlSubject(server, this.options.service, inbox.id), word);
    };
    const reader = new ReplyReader(subject, (frames) => tell(String(frames)));
    const inbox = this.inboxOf(connection).open((message) => reader.receive(message));
    const entry = { subject, reader };
    const timer = setTimeout(() => reader.fail(deadlinePassed(deadlineMs)), deadlineMs);
    const abort = (): void => reader.fail(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    this.waiting.add(entry);
    try {
      this.send(connection, subject, body, inbox, { ...options, deadlineMs });
      for (let item = await reader.next(); item !== undefined; item = await reader.next()) yield item;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      this.waiting.delete(entry);
      inbox.close();
      if (!reader.complete) tell('cancel');
    }
  }

  private send(
    connection: NatsConnection,
    subject: string,
    body: Uint8Array,
    inbox: { id: string; subject: string },
    options: RequestOptions,
  ): void {
    const out = headers();
    out.set(HEADER.requestId, inbox.id);
    out.set(HEADER.timeout, String(options.deadlineMs));
    out.set(HEADER.credit, String(CREDIT));
    out.set(HEADER.correlationId, options.correlationId ?? currentCorrelationId() ?? inbox.id);
    if (options.traceparent) out.set(HEADER.traceparent, options.traceparent);
    try {
      connection.publish(subject, body, { headers: out, reply: inbox.subject });
    } catch (error) {
      throw natsFailure(error, subject);
    }
  }

  private inboxOf(connection: NatsConnection): ReplyInbox {
    const known = this.inboxes.get(connection);
    if (known) return known;
    const inbox = new ReplyInbox(connection, this.options.service);
    this.inboxes.set(connection, inbox);
    return inbox;
  }

  private refuse(subject: string): void {
    const error = new DomainError('forbidden', 'bus-forbidden', `This service has no permission for ${subject}`);
    for (const each of this.waiting) if (each.subject === subject) each.reader.fail(error);
  }
}

function parsed<C extends RequestContract>(contract: C, body: Uint8Array): ResponseData<C> {
  try {
    return decodeJson(contract.response, body) as ResponseData<C>;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : '';
    throw new DomainError('internal', 'response-mismatch', `The answer to ${contract.subject} does not fit its contract: ${detail}`, {
      cause,
    });
  }
}

/** @throws DomainError `invalid` when a contract that every service answers comes without a service. */
function serverOf(contract: RequestContract, service: ServiceName | undefined): ServiceName {
  if (contract.server !== 'each') return contract.server;
  if (service) return service;
  throw new DomainError('invalid', 'service-missing', `${contract.subject} needs the name of the service to ask`);
}

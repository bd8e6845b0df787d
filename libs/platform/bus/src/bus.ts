import {
  DomainError,
  type EventContract,
  type EventInput,
  type RequestContract,
  type RequestInput,
  type ResponseData,
} from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { EventPublisher, type Published, type PublishOptions } from './events/event-publisher.ts';
import { type StreamState, StreamStates } from './events/stream-states.ts';
import { RequestClient, type RequestOptions } from './requests/request-client.ts';

/** What a service sends. What it receives is declared with `@OnEvent` and `@Answers`. */
@Injectable()
export class Bus {
  constructor(
    private readonly requests: RequestClient,
    private readonly events: EventPublisher,
    private readonly streams: StreamStates,
  ) {}

  /**
   * Asks once and waits for the whole answer.
   * @throws DomainError of the server, same kind and code; `unavailable` when nobody answers or there is no connection;
   * `timeout` after the deadline; `forbidden` without permission. An aborted `signal` throws its reason.
   */
  async request<C extends RequestContract & { readonly reply: 'single' }>(
    contract: C,
    data: RequestInput<C>,
    options: RequestOptions = {},
  ): Promise<ResponseData<C>> {
    for await (const answer of this.requests.ask(contract, data, options)) return answer;
    throw new DomainError('internal', 'response-missing', `${contract.subject} was answered with nothing`);
  }

  /** Asks and reads the answer as it comes, no faster than the loop takes it; leaving the loop stops the server. Throws as `request`. */
  requestStream<C extends RequestContract & { readonly reply: 'stream' }>(
    contract: C,
    data: RequestInput<C>,
    options: RequestOptions = {},
  ): AsyncGenerator<ResponseData<C>, void, undefined> {
    return this.requests.ask(contract, data, options);
  }

  /**
   * Resolves when the broker has stored the event. Low level: samples, logs and the outbox's relay only; everything else goes
   * through the outbox.
   * @throws DomainError `invalid` when the data does not fit; retryable when the broker did not confirm.
   */
  publish<C extends EventContract>(contract: C, data: EventInput<C>, options: PublishOptions): Promise<Published> {
    return this.events.publish(contract, data, options);
  }

  /**
   * State of this service's own stream for `contract`, for the outbox's relay: whether the broker lost what it had confirmed.
   * @throws DomainError retryable when the broker does not answer.
   */
  streamState(contract: EventContract): Promise<StreamState> {
    return this.streams.of(contract);
  }
}

import type { EventContract, EventInput, RequestContract, RequestInput, ResponseData } from '@cloudops/contracts';
import { DomainError, type ServiceName } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';

export interface RequestOptions {
  /** Milliseconds to wait; the contract's unless given. */
  deadlineMs?: number;
  signal?: AbortSignal;
  correlationId?: string;
  /** Which service, for contracts that every service answers. */
  service?: ServiceName;
}

export interface PublishOptions {
  /** Event id; the broker drops a second one within two minutes. */
  id: string;
  /** Token behind the subject, where the contract has one. */
  suffix?: string;
  correlationId?: string;
  time?: Date;
}

export interface Published {
  duplicate: boolean;
  /** Sequence in the stream. */
  seq: number;
}

@Injectable()
export class Bus {
  request<C extends RequestContract & { readonly reply: 'single' }>(
    contract: C,
    data: RequestInput<C>,
    options: RequestOptions = {},
  ): Promise<ResponseData<C>> {
    void data;
    void options;
    return Promise.reject(new DomainError('unavailable', 'bus-unavailable', `No connection for ${contract.subject}`));
  }

  async *requestStream<C extends RequestContract & { readonly reply: 'stream' }>(
    contract: C,
    data: RequestInput<C>,
    options: RequestOptions = {},
  ): AsyncGenerator<ResponseData<C>, void, undefined> {
    void data;
    void options;
    await Promise.reject(new DomainError('unavailable', 'bus-unavailable', `No connection for ${contract.subject}`));
  }

  publish<C extends EventContract>(contract: C, data: EventInput<C>, options: PublishOptions): Promise<Published> {
    void data;
    void options;
    return Promise.reject(new DomainError('unavailable', 'bus-unavailable', `No connection for ${contract.subject}`));
  }
}

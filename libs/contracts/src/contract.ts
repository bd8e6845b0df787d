import type { z } from 'zod';
import type { ServiceName } from './service.ts';

/**
 * `event`: durable, through the publisher's outbox and a file-backed stream.
 * `batch`: samples on a memory-only stream, rebuilt from the journal.
 * `log`: memory-only, bounded, best effort.
 */
export type EventStream = 'event' | 'batch' | 'log';

export interface EventContract<S extends z.ZodType = z.ZodType> {
  readonly type: 'event';
  readonly subject: string;
  readonly stream: EventStream;
  /** `json` bodies are checked against `schema`; `binary` bodies pass as bytes. */
  readonly encoding: 'json' | 'binary';
  /** Name of the token that follows the subject (`metrics.batch.v1.<partition>`), where there is one. */
  readonly suffix: string | undefined;
  readonly publishers: readonly ServiceName[];
  readonly consumers: readonly ServiceName[];
  readonly schema: S;
}

export interface RequestContract<Req extends z.ZodType = z.ZodType, Res extends z.ZodType = z.ZodType> {
  readonly type: 'request';
  readonly subject: string;
  /** `stream`: the reply is a sequence of `response` chunks, each at most 256 KiB encoded. */
  readonly reply: 'single' | 'stream';
  /** The service that answers; `each` means every service answers on `<subject>.<service>`. */
  readonly server: ServiceName | 'each';
  readonly clients: readonly ServiceName[];
  /** Milliseconds a caller waits unless it says otherwise. */
  readonly deadlineMs: number;
  readonly request: Req;
  readonly response: Res;
}

export type EventData<C extends EventContract> = z.output<C['schema']>;
export type EventInput<C extends EventContract> = z.input<C['schema']>;
export type RequestInput<C extends RequestContract> = z.input<C['request']>;
export type RequestData<C extends RequestContract> = z.output<C['request']>;
export type ResponseInput<C extends RequestContract> = z.input<C['response']>;
export type ResponseData<C extends RequestContract> = z.output<C['response']>;

export function defineEvent<const S extends z.ZodType>(
  subject: string,
  spec: {
    publisher: ServiceName | readonly ServiceName[];
    consumers: readonly ServiceName[];
    schema: S;
    stream?: EventStream;
    encoding?: 'json' | 'binary';
    suffix?: string;
  },
): EventContract<S> {
  return {
    type: 'event',
    subject,
    stream: spec.stream ?? 'event',
    encoding: spec.encoding ?? 'json',
    suffix: spec.suffix,
    publishers: typeof spec.publisher === 'string' ? [spec.publisher] : spec.publisher,
    consumers: spec.consumers,
    schema: spec.schema,
  };
}

export function defineRequest<const Req extends z.ZodType, const Res extends z.ZodType, const R extends 'single' | 'stream' = 'single'>(
  subject: string,
  spec: {
    server: ServiceName | 'each';
    clients: readonly ServiceName[];
    request: Req;
    response: Res;
    reply?: R;
    deadlineMs?: number;
  },
): RequestContract<Req, Res> & { readonly reply: R } {
  return {
    type: 'request',
    subject,
    reply: (spec.reply ?? 'single') as R,
    server: spec.server,
    clients: spec.clients,
    deadlineMs: spec.deadlineMs ?? 5_000,
    request: spec.request,
    response: spec.response,
  };
}

import { DomainError } from '@cloudops/contracts';
import type { Msg } from 'nats';
import { HEADER } from '../wire-headers.ts';
import { CREDIT } from './frames.ts';

const LONGEST_MS = 10 * 60_000;

/** What the headers of a request say. */
export interface IncomingRequest {
  readonly id: string;
  readonly client: string;
  readonly inbox: string;
  readonly timeoutMs: number;
  readonly credit: number;
  readonly correlationId: string;
  readonly traceparent?: string;
}

/** `undefined` when there is nowhere to answer to: only an inbox is ever answered, whatever the reply subject says. */
export function readRequest(message: Msg, defaultTimeoutMs: number): IncomingRequest | undefined {
  const { reply } = message;
  const client = /^_INBOX_([\w-]+)\./.exec(reply ?? '')?.[1];
  if (reply === undefined || client === undefined) return undefined;
  const get = (name: string): string | undefined => message.headers?.get(name) || undefined;
  const id = get(HEADER.requestId) ?? reply;
  return {
    id,
    client,
    inbox: reply,
    timeoutMs: Math.min(LONGEST_MS, positive(get(HEADER.timeout)) ?? defaultTimeoutMs),
    credit: Math.min(CREDIT, positive(get(HEADER.credit)) ?? CREDIT),
    correlationId: get(HEADER.correlationId) ?? id,
    traceparent: get(HEADER.traceparent),
  };
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

export const deadlinePassed = (ms: number): DomainError =>
  new DomainError('timeout', 'deadline-exceeded', `No complete answer within ${ms} ms`);

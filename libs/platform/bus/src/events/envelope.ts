import type { EventContract, ServiceName } from '@cloudops/contracts';
import { headers, type MsgHdrs } from 'nats';
import { HEADER } from '../wire-headers.ts';

export interface Envelope {
  id: string;
  type: string;
  time: Date;
  source: string;
  correlationId: string;
  traceparent?: string;
}

export function writeEnvelope(contract: EventContract, source: ServiceName, given: Omit<Envelope, 'type' | 'source'>): MsgHdrs {
  const out = headers();
  out.set(HEADER.msgId, given.id);
  out.set(HEADER.id, given.id);
  out.set(HEADER.type, contract.subject);
  out.set(HEADER.time, given.time.toISOString());
  out.set(HEADER.source, source);
  out.set(HEADER.correlationId, given.correlationId);
  if (given.traceparent) out.set(HEADER.traceparent, given.traceparent);
  return out;
}

/**
 * The envelope of a delivered message. A missing id falls back to its place in the stream, so that it can still be deduplicated
 * and shown; a missing time to when the broker took it.
 */
export function readEnvelope(given: MsgHdrs | undefined, stored: { stream: string; seq: number; at: Date }): Envelope {
  const get = (name: string): string | undefined => given?.get(name) || undefined;
  const id = get(HEADER.id) ?? get(HEADER.msgId) ?? `${stored.stream}-${stored.seq}`;
  const time = new Date(get(HEADER.time) ?? NaN);
  return {
    id,
    type: get(HEADER.type) ?? '',
    time: Number.isNaN(time.getTime()) ? stored.at : time,
    source: get(HEADER.source) ?? 'unknown',
    correlationId: get(HEADER.correlationId) ?? id,
    traceparent: get(HEADER.traceparent),
  };
}

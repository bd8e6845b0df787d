import { DomainError, type EventContract, type EventInput } from '@cloudops/contracts';
import { currentCorrelationId } from '@cloudops/platform-telemetry';
import { Injectable } from '@nestjs/common';
import type { MsgHdrs, PubAck } from 'nats';
import { BusMetrics } from '../bus-metrics.ts';
import { BusOptions } from '../bus-options.ts';
import { checked, encodeJson } from '../json-body.ts';
import { BusConnection } from '../nats/bus-connection.ts';
import { isStreamMissing, natsFailure } from '../nats/nats-failure.ts';
import { StreamCreation } from '../nats/stream-creation.ts';
import { streamName, streamOwner } from '../nats/stream-plan.ts';
import { writeEnvelope } from './envelope.ts';

const CONFIRM_MS = 5_000;

export interface PublishOptions {
  /** Event id; the broker drops a second one within two minutes. */
  id: string;
  /** Token behind the subject, where the contract has one. */
  suffix?: string;
  correlationId?: string;
  /** When it happened; now unless given. */
  time?: Date;
  /** W3C trace context to pass on. */
  traceparent?: string;
}

export interface Published {
  /** The broker had this id within the last two minutes and stored nothing. */
  duplicate: boolean;
  /** Sequence in the stream; one that is lower than before means that the broker has lost its store. */
  seq: number;
}

/** Publishes events and waits until the broker has stored them. */
@Injectable()
export class EventPublisher {
  constructor(
    private readonly options: BusOptions,
    private readonly connection: BusConnection,
    private readonly streams: StreamCreation,
    private readonly metrics: BusMetrics,
  ) {}

  async publish<C extends EventContract>(contract: C, data: EventInput<C>, options: PublishOptions): Promise<Published> {
    const subject = subjectOf(contract, options.suffix);
    const value = checked(contract.schema, data);
    const body = contract.encoding === 'binary' ? (value as Uint8Array) : encodeJson(data);
    const headers = writeEnvelope(contract, this.options.service, {
      id: options.id,
      time: options.time ?? new Date(),
      correlationId: options.correlationId ?? currentCorrelationId() ?? options.id,
      traceparent: options.traceparent,
    });
    try {
      const { duplicate, seq } = await this.store(contract, subject, body, headers);
      this.metrics.published.inc({ subject: contract.subject, outcome: duplicate ? 'duplicate' : 'ok' });
      return { duplicate, seq };
    } catch (error) {
      this.metrics.published.inc({ subject: contract.subject, outcome: 'failed' });
      throw natsFailure(error, subject);
    }
  }

  private async store(contract: EventContract, subject: string, body: Uint8Array, headers: MsgHdrs): Promise<PubAck> {
    const { service } = this.options;
    const send = (): Promise<PubAck> => {
      const expect = { streamName: streamName(contract, service) };
      return this.connection.live.jetstream().publish(subject, body, { headers, expect, timeout: CONFIRM_MS });
    };
    try {
      return await send();
    } catch (error) {
      if (!isStreamMissing(error) || streamOwner(contract, service) !== service) throw error;
      await this.streams.ensure();
      return send();
    }
  }
}

/** @throws DomainError `invalid` when a suffix is missing, superfluous, or no single token. */
function subjectOf(contract: EventContract, suffix: string | undefined): string {
  if ((suffix !== undefined) !== (contract.suffix !== undefined)) {
    throw new DomainError(
      'invalid',
      'subject-suffix',
      `${contract.subject} ${contract.suffix ? `needs a ${contract.suffix}` : 'takes no suffix'}`,
    );
  }
  if (suffix === undefined) return contract.subject;
  if (!/^[\w-]+$/.test(suffix)) throw new DomainError('invalid', 'subject-suffix', 'A suffix is letters, digits, - and _');
  return `${contract.subject}.${suffix}`;
}

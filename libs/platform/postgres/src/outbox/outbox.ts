import { randomUUID } from 'node:crypto';
import { DomainError, type EventContract, type EventInput } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';

export interface OutboxOptions {
  /** Id of the event: `ce-id` and `Nats-Msg-Id`. Give a derived one where the same fact could be added twice; by default random. */
  readonly id?: string;
  /** Token after the subject, for contracts that have one. */
  readonly suffix?: string;
  readonly correlationId?: string;
}

/** Events that commit together with the state they tell about; the relay publishes them afterwards. */
@Injectable()
export class Outbox {
  /**
   * Adds an event within the caller's transaction; an id that is already there is ignored.
   * @throws DomainError `internal` (`event-malformed`) when the data does not satisfy the contract: it must never reach the stream.
   */
  async add<C extends EventContract>(manager: EntityManager, contract: C, data: EventInput<C>, options: OutboxOptions = {}): Promise<void> {
    const runner = manager.queryRunner;
    if (!runner?.isTransactionActive) throw new Error('Outbox.add needs the transaction of the state that the event tells about');
    if (contract.stream !== 'event' || contract.encoding !== 'json') throw new Error(`${contract.subject} is not an event for the outbox`);
    const parsed = contract.schema.safeParse(data);
    if (!parsed.success) throw malformed(contract, parsed.error);
    await manager.query(
      'insert into outbox (id, subject, suffix, correlation_id, data) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
      [options.id ?? randomUUID(), contract.subject, options.suffix ?? null, options.correlationId ?? null, JSON.stringify(parsed.data)],
    );
    markOutboxUsed(runner.data);
  }
}

const USED = 'cloudopsOutboxUsed';
const markOutboxUsed = (runnerData: Record<string, unknown>): void => void (runnerData[USED] = true);

/** Whether the transaction that just ended on this runner added events; forgets it. */
export function takeOutboxUsed(runnerData: Record<string, unknown>): boolean {
  const used = runnerData[USED] === true;
  delete runnerData[USED];
  return used;
}

function malformed(contract: EventContract, cause: z.ZodError): DomainError {
  const faults = cause.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'data'}: ${issue.message}`);
  return new DomainError('internal', 'event-malformed', `Data for ${contract.subject} does not satisfy it: ${faults.join('; ')}`, {
    cause,
  });
}

import { DomainError, type EventContract, EVENTS, type ServiceName } from '@cloudops/contracts';
import { Bus, type StreamState } from '@cloudops/platform-bus';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { addDeadLetter } from '../dead-letters/postgres-dead-letters.ts';
import { PostgresMetrics } from '../postgres-metrics.ts';
import { POSTGRES_OPTIONS } from '../postgres-options.ts';
import { lostAfter } from './lost-after.ts';
import { type OutboxRow, OutboxRows } from './outbox-rows.ts';

const BATCH = 100;
const HOPELESS: ReadonlySet<string> = new Set(['invalid', 'too-large', 'unsupported']);

export interface PassResult {
  /** Whether more events may be waiting. */
  readonly more: boolean;
  /** Why the pass ended early; what it published before that is kept. */
  readonly failure?: unknown;
}

/** One pass of the relay: a transaction that publishes the oldest unsent events in order and marks those that were acknowledged. */
@Injectable()
export class OutboxPass {
  private readonly logger = new Logger(OutboxPass.name);
  private readonly contracts = new Map(EVENTS.map((contract) => [contract.subject, contract]));
  private readonly own: EventContract | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly bus: Bus,
    private readonly metrics: PostgresMetrics,
    @Inject(POSTGRES_OPTIONS) private readonly options: { readonly service: ServiceName },
  ) {
    this.own = EVENTS.find((contract) => contract.stream === 'event' && contract.publishers.includes(options.service));
  }

  /** @param checkStream asks the broker even when nothing is pending whether it still has what it acknowledged; what it lost is replayed. */
  async run(checkStream: boolean): Promise<PassResult> {
    const contract = this.own;
    if (contract === undefined) return { more: false }; // a service that publishes nothing
    return this.dataSource.transaction(async (manager) => {
      const rows = new OutboxRows(manager);
      if (!(await rows.lock())) return { more: false };
      const pending = await rows.claim(BATCH);
      if (!checkStream && pending.length === 0) return { more: false };
      const stream = await this.bus.streamState(contract);
      if ((await this.replayLost(rows, stream)) > 0) return { more: true };
      return this.publish(manager, rows, pending, stream);
    });
  }

  private async replayLost(rows: OutboxRows, stream: StreamState): Promise<number> {
    const after = lostAfter(await rows.knownHead(stream.name), stream);
    await rows.saveHead(stream);
    if (after === undefined) return 0;
    return this.replay(rows, after);
  }

  private async replay(rows: OutboxRows, after: number, exceptId?: string): Promise<number> {
    const count = await rows.replayAfter(after, exceptId);
    if (count > 0) this.logger.warn(`the broker lost events after sequence ${after}: publishing ${count} again`);
    this.metrics.replayed.inc(count);
    return count;
  }

  private async publish(manager: EntityManager, rows: OutboxRows, pending: readonly OutboxRow[], stream: StreamState): Promise<PassResult> {
    let lastSeq = stream.lastSeq;
    let failure: unknown;
    for (const row of pending) {
      try {
        const { seq, duplicate } = await this.publishOne(row);
        await rows.markSent(row.id, seq);
        this.metrics.published.inc();
        if (!duplicate && seq <= lastSeq) await this.replay(rows, seq - 1, row.id);
        if (!duplicate) lastSeq = seq;
      } catch (error) {
        if (!(error instanceof DomainError && HOPELESS.has(error.kind))) {
          failure = error;
          break;
        }
        await this.giveUp(manager, rows, row, error);
      }
    }
    await rows.saveHead({ ...stream, lastSeq });
    return { more: failure === undefined && pending.length === BATCH, failure };
  }

  private async publishOne(row: OutboxRow): Promise<{ seq: number; duplicate: boolean }> {
    const contract = this.contracts.get(row.subject);
    if (!contract) throw new DomainError('unsupported', 'event-unknown', `No contract has the subject ${row.subject}`);
    return this.bus.publish(contract, row.data, {
      id: row.id,
      suffix: row.suffix ?? undefined,
      correlationId: row.correlation_id ?? undefined,
      time: row.recorded_at,
    });
  }

  private async giveUp(manager: EntityManager, rows: OutboxRows, row: OutboxRow, error: DomainError): Promise<void> {
    this.logger.error(`event ${row.id} (${row.subject}) can never be published: ${error.message}`);
    await rows.markFailed(row.id, error.message);
    await addDeadLetter(manager, {
      id: row.id,
      subject: row.subject,
      service: this.options.service,
      at: new Date().toISOString(),
      deliveries: 0,
      reason: `not published: ${error.message}`,
      excerpt: JSON.stringify(row.data).slice(0, 500),
    });
    this.metrics.abandoned.inc();
  }
}

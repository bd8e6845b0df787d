import { DomainError, type RequestContract } from '@cloudops/contracts';
import { Injectable, Logger } from '@nestjs/common';
import type { Msg, NatsConnection } from 'nats';
import { BusMetrics } from '../bus-metrics.ts';
import { BusOptions } from '../bus-options.ts';
import { controlSubject, requestSubject } from '../nats/subjects.ts';
import { answer, type AnswerHandler } from './answering.ts';
import { readRequest } from './incoming-request.ts';
import { PendingAnswer } from './pending-answer.ts';
import { ReplyWriter } from './reply-writer.ts';

/** Requests that one process answers at a time; more are told to come back. */
const MOST_AT_ONCE = 256;

/** Answers requests in the queue group of the service. */
@Injectable()
export class RequestServer {
  private readonly logger = new Logger('Bus');
  private readonly pending = new Map<string, PendingAnswer>();
  private readonly idle: (() => void)[] = [];

  constructor(
    private readonly options: BusOptions,
    private readonly metrics: BusMetrics,
  ) {}

  /** Before any `serve`, so that a cancellation never overtakes its listener. */
  listenForControl(connection: NatsConnection): void {
    connection.subscribe(controlSubject(this.options.service, '*', '*'), {
      callback: (error, message) => {
        if (error) return this.logger.error(`cannot hear cancellations: ${error.message}`);
        const [, , client, id] = message.subject.split('.');
        this.pending.get(`${client} ${id}`)?.control(message.string());
      },
    });
  }

  serve(connection: NatsConnection, contract: RequestContract, handler: AnswerHandler): void {
    const { service } = this.options;
    connection.subscribe(requestSubject(contract, service), {
      queue: service,
      callback: (error, message) => {
        if (error) this.logger.error(`cannot answer ${contract.subject}: ${error.message}`);
        else void this.handle(connection, contract, handler, message);
      },
    });
  }

  /** Resolves when nothing is being answered; what still is after `graceMs` is stopped. */
  async finish(graceMs: number): Promise<void> {
    if (this.pending.size === 0) return;
    const stop = (): void => {
      for (const each of this.pending.values()) each.stop(new DomainError('unavailable', 'stopping', 'The service is stopping'));
    };
    const timer = setTimeout(stop, graceMs);
    await new Promise<void>((resolve) => this.idle.push(resolve));
    clearTimeout(timer);
  }

  private async handle(connection: NatsConnection, contract: RequestContract, handler: AnswerHandler, message: Msg): Promise<void> {
    const request = readRequest(message, contract.deadlineMs);
    if (!request) return this.logger.warn(`ignored a request on ${contract.subject} that has no inbox to answer to`);
    const measure = this.metrics.requests.startTimer({ subject: contract.subject, side: 'server' });
    const pending = new PendingAnswer(request);
    const writer = new ReplyWriter(connection, request.inbox, pending.credit, pending.signal);
    const key = `${request.client} ${request.id}`;
    let outcome = 'ok';
    try {
      if (this.pending.size >= MOST_AT_ONCE) {
        throw new DomainError('overloaded', 'too-many-requests', `${this.options.service} answers enough already`, {
          retryAfterSeconds: 1,
        });
      }
      this.pending.set(key, pending);
      await answer(contract, handler, message.data, pending, writer);
    } catch (error) {
      outcome = error instanceof DomainError ? error.kind : 'internal';
      if (outcome === 'internal') this.logger.error({ msg: `${contract.subject} failed`, err: error });
      writer.error(error);
    } finally {
      pending.done();
      this.pending.delete(key);
      measure({ outcome });
      if (this.pending.size === 0) for (const resolve of this.idle.splice(0)) resolve();
    }
  }
}

import { DomainError } from '@cloudops/contracts';
import type { RequestContext } from '../contexts.ts';
import { Credit } from './credit.ts';
import { deadlinePassed, type IncomingRequest } from './incoming-request.ts';

export const callerLeft = (): DomainError => new DomainError('unavailable', 'cancelled', 'The caller has left');

/** One request while it is being answered: its signal, its deadline, and how much the caller still takes. */
export class PendingAnswer implements RequestContext {
  readonly deadline: Date;
  readonly credit: Credit;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(readonly request: IncomingRequest) {
    this.deadline = new Date(Date.now() + request.timeoutMs);
    this.credit = new Credit(request.credit);
    this.timer = setTimeout(() => this.stop(deadlinePassed(request.timeoutMs)), request.timeoutMs);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }
  get correlationId(): string {
    return this.request.correlationId;
  }
  get client(): string {
    return this.request.client;
  }
  get traceparent(): string | undefined {
    return this.request.traceparent;
  }

  stop(reason: DomainError): void {
    this.controller.abort(reason);
  }

  /** A caller's word: `cancel`, or how many more frames it takes. */
  control(word: string): void {
    const frames = Number(word);
    if (word === 'cancel') this.stop(callerLeft());
    else if (Number.isInteger(frames) && frames > 0) this.credit.grant(Math.min(frames, 1_000));
  }

  done(): void {
    clearTimeout(this.timer);
  }
}

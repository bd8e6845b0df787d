import { DomainError } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';

/** Queries evaluated at a time, and those that may wait: each holds its samples in memory. */
const AT_ONCE = 2;
const WAITING = 32;

/** Lets few queries work at a time; the others wait in line, and beyond that are sent away. */
@Injectable()
export class QueryTurns {
  private running = 0;
  private readonly line: (() => void)[] = [];

  /** @throws DomainError `overloaded` when the line is full; whatever `signal` aborts with while waiting */
  async take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.running >= AT_ONCE) await this.wait(signal);
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      if (next === undefined) this.running--;
      else next(); // the turn passes on
    }
  }

  private wait(signal: AbortSignal): Promise<void> {
    if (this.line.length >= WAITING) throw new DomainError('overloaded', 'queries-waiting', 'Too many queries are waiting; try again');
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.line.splice(this.line.indexOf(go), 1);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return reject(signal.reason as Error);
      signal.addEventListener('abort', leave, { once: true });
      this.line.push(go);
    });
  }
}

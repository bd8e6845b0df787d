/** A clock that stands still until it is moved. */
export class FixedClock {
  private current: number;

  constructor(start: Date | string = '2026-01-15T12:00:00.000Z') {
    this.current = new Date(start).getTime();
  }

  now = (): Date => new Date(this.current);

  /** Milliseconds since the Unix epoch. */
  nowMs = (): number => this.current;

  advance(ms: number): Date {
    this.current += ms;
    return this.now();
  }
}

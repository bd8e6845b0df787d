import { tooCostly } from './query-error.ts';

export interface QueryLimits {
  /** Series that one query may select. */
  readonly series: number;
  /** Samples that one query may read. */
  readonly samples: number;
  /** Values (series times steps) of one intermediate result. */
  readonly values: number;
}

/** Steps of a range query, as in Prometheus. */
export const MAX_STEPS = 11_000;

export const QUERY_LIMITS: QueryLimits = { series: 20_000, samples: 3_000_000, values: 2_000_000 };

/** Samples and values looked at between two pauses: some milliseconds. */
const PAUSE_EVERY = 500_000;

/** What a query has used, and where it gives way to others. */
export class QueryCost {
  private series = 0;
  private samples = 0;
  private sincePause = 0;

  constructor(
    readonly limits: QueryLimits,
    readonly signal: AbortSignal,
    /** Lets other work of the process, and the reasons for stopping, get a turn. */
    private readonly pause: () => Promise<void>,
  ) {}

  get seriesLeft(): number {
    return this.limits.series - this.series;
  }
  get samplesLeft(): number {
    return this.limits.samples - this.samples;
  }

  /** @throws DomainError `too-large` when the query reads too much */
  read(series: number, samples: number): void {
    this.series += series;
    this.samples += samples;
    if (this.series > this.limits.series) throw tooCostly(`query selects more than ${this.limits.series} series`);
    if (this.samples > this.limits.samples) throw tooCostly(`query reads more than ${this.limits.samples} samples`);
  }

  /** @throws DomainError `too-large` when a result of that many values would be too large */
  hold(values: number): void {
    if (values > this.limits.values)
      throw tooCostly(`query holds more than ${this.limits.values} values at a time; take fewer steps or series`);
  }

  /** Counts work done; stops when the query was cancelled. */
  async spend(work: number): Promise<void> {
    this.sincePause += work;
    if (this.sincePause < PAUSE_EVERY) return;
    this.sincePause = 0;
    await this.pause();
    this.signal.throwIfAborted();
  }
}

import type { EntitySignal } from './entity-signal.ts';

/** Rows of an entity's past, as `EntityRows` would have made them. */
export interface PastRows {
  /** Ends of the rows, ascending, ms; rows of which nothing is known are left out. */
  readonly times: Float64Array;
  /** One a signal, in their order; NaN where missing. */
  readonly columns: readonly Float64Array[];
}

/** What metrics-ingest keeps of the past. */
export abstract class EntityHistory {
  /** Rows that end in (from, to], ms. @throws DomainError when it cannot be asked now. */
  abstract read(signals: readonly EntitySignal[], from: number, to: number): Promise<PastRows>;
  /** When the latest backfill was done, ms; 0 for none. */
  abstract filledAt(): Promise<number>;
}

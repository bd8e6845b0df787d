/** Bytes on disk, indexes included. */
export interface HistorySizes {
  readonly raw: number;
  readonly rollups: number;
  readonly journal: number;
  /** Free on the disk that they lie on; null where that cannot be known. */
  readonly free: number | null;
}

export type ShedReason = 'cap' | 'disk';

/** What had to go before its time. */
export interface Shedding {
  readonly at: Date;
  /** Milliseconds since then, by the clock that `at` is of. */
  readonly ageMs: number;
  readonly reason: ShedReason;
  /** Raw samples and samples in roll-ups, all together since the installation. */
  readonly samples: number;
}

/** History by days (since the epoch, UTC): as it is kept and let go. */
export abstract class HistoryDays {
  abstract sizes(): Promise<HistorySizes>;
  /** Days that have raw samples; that have roll-ups. Oldest first. */
  abstract days(): Promise<{ raw: number[]; rolled: number[] }>;
  /**
   * Lets go of raw samples before `endDay`, for which roll-ups speak from then on, in one transaction.
   * @param reason why before their time; undefined for retention.
   * @returns samples dropped, or undefined, having changed nothing, while one of these days is not rolled up.
   */
  abstract dropRaw(endDay: number, reason?: ShedReason): Promise<number | undefined>;
  /** Lets go of roll-ups before `endDay`. @returns samples that they stood for */
  abstract dropRolled(endDay: number, reason?: ShedReason): Promise<number>;
  abstract shedding(): Promise<Shedding | null>;
}

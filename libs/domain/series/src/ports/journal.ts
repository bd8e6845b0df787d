import type { SeriesRecord } from './series-catalogue.ts';

/** One encoded batch (`encodeColumns`) of one partition. */
export interface JournalRow {
  readonly partition: number;
  readonly samples: number;
  /** Earliest and latest sample, ms. */
  readonly minTime: number;
  readonly maxTime: number;
  /** Taken over by the journal when it is appended. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface SequencedRow {
  readonly seq: bigint;
  readonly samples: number;
  /** The batch with `seq` in its header. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface JournalPosition {
  readonly partition: number;
  /** Highest seq given out. */
  readonly lastSeq: bigint;
  readonly publishedSeq: bigint;
  /** History holds everything up to here. */
  readonly foldedSeq: bigint;
  /** Lowest seq still in the journal; undefined when it is empty. */
  readonly oldestSeq: bigint | undefined;
}

/** Accepted samples in the order of their acceptance; accepted means committed here. */
export abstract class Journal {
  /** Commits rows, each with the next dense seq of its partition, and catalogue records in one transaction. */
  abstract append(rows: readonly JournalRow[], series: readonly SeriesRecord[]): Promise<void>;
  /** Rows with `seq > after` in order, until they hold about so many samples; at least one if there is any. */
  abstract rowsAfter(partition: number, after: bigint, samples: number): Promise<SequencedRow[]>;
  /** Highest seq that this very process has committed since its start, 0 for none; costs nothing to ask. */
  abstract newest(partition: number): bigint;
  abstract position(partition: number): Promise<JournalPosition>;
  abstract markPublished(partition: number, seq: bigint): Promise<void>;
  /** A consumer has snapshotted everything up to `seq`; an older mark changes nothing. */
  abstract markApplied(consumer: string, partition: number, seq: bigint): Promise<void>;
  /** Deletes rows that are folded and published, once every consumer has applied them or they are older than `keepMs`. */
  abstract trim(keepMs: number): Promise<number>;
}

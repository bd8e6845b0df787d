import type { Samples } from '../samples.ts';

export interface Chunk {
  readonly seriesId: bigint;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly samples: number;
  readonly body: Uint8Array;
}

/** Every accepted sample within retention, exactly once: folded chunks plus the journal rows that are not folded yet. */
export abstract class SampleHistory {
  /** Samples in [from, to] of each series that has any; one snapshot, so nothing is missed or doubled while a fold commits. */
  abstract read(ids: readonly bigint[], from: number, to: number): Promise<ReadonlyMap<bigint, Samples>>;
  /** How many samples `read` would return at least; cheap, from the sizes of chunks that lie within the range. */
  abstract countAtLeast(ids: readonly bigint[], from: number, to: number): Promise<number>;
  /**
   * Adds chunks and moves the folded mark from `after` to `upTo`, in one transaction.
   * @returns false, having changed nothing, when someone else has moved the mark.
   */
  abstract fold(partition: number, mark: { after: bigint; upTo: bigint }, chunks: readonly Chunk[]): Promise<boolean>;
  /** Chunks of one level and one window of time, at most `seriesLimit` series, for `replace`. */
  abstract fragments(level: number, window: { from: number; to: number }, seriesLimit: number): Promise<ReadonlyMap<bigint, Uint8Array[]>>;
  /** Start of the earliest fragment of a level, ms. */
  abstract earliest(level: number): Promise<number | undefined>;
  /** Replaces all fragments of these series in the window by one chunk each on the next level, in one transaction. */
  abstract replace(level: number, window: { from: number; to: number }, chunks: readonly Chunk[]): Promise<void>;
  /** Deletes chunks that end before `before` (ms). */
  abstract expire(before: number): Promise<number>;
}

import type { BucketMs, Rollup } from '../rollup/rollup.ts';

/** A day (since the epoch, UTC) of one partition. */
export interface PartitionDay {
  readonly partition: number;
  readonly day: number;
}

export interface RolledRange {
  /** Raw samples are whole from here on, ms; roll-ups speak for what is older. */
  readonly rawFrom: number;
  /** Buckets that touch the range and begin before `rawFrom`, of each series that has any. */
  readonly rollups: ReadonlyMap<bigint, Rollup>;
}

/** Roll-ups of every day that has passed, exactly once, made from the packs of samples. */
export abstract class Rollups {
  /** Days before `endDay` with packs that roll-ups do not hold and that got none for `quietMs`, oldest first. */
  abstract unrolled(endDay: number, quietMs: number): Promise<PartitionDay[]>;
  /**
   * Makes the roll-ups of a day anew, in one transaction and bounded memory. Where samples were let go, what is kept stays, only what
   * is missing is added, and the packs go. Nothing happens when another process is at it or has done it.
   * @returns samples rolled up and bytes written
   */
  abstract roll(day: PartitionDay): Promise<{ samples: number; bytes: number }>;
  abstract read(ids: readonly bigint[], from: number, to: number, bucketMs: BucketMs): Promise<RolledRange>;
}

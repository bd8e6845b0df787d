import type { Matcher } from '@cloudops/contracts';
import type { BucketMs, LabelPairs, Rollup, Samples } from '@cloudops/domain-series';

/** Aggregates in place of the samples before `until` (ms), which were let go; it is a multiple of the buckets' length. */
export interface RolledPast {
  readonly rollup: Rollup;
  readonly bucketMs: BucketMs;
  readonly until: number;
}

export interface SelectedSeries {
  /** Canonical, `__name__` included. */
  readonly labels: LabelPairs;
  /** Not before `past.until` when there is a past. */
  readonly samples: Samples;
  readonly past?: RolledPast | undefined;
}

export interface Selection {
  readonly matchers: readonly Matcher[];
  /** First and last time of interest, ms, both included. */
  readonly from: number;
  readonly to: number;
  /** Buckets that do where samples were let go; they are wanted from two of them before `from` on. */
  readonly bucketMs: BucketMs;
  readonly maxSeries: number;
  readonly maxSamples: number;
}

/** The samples that queries are evaluated over. */
export abstract class QueriedSeries {
  /**
   * Every series that satisfies all matchers and has a sample in the range, or a bucket before it.
   * @throws DomainError `too-large` before more than the limits is read; whatever `signal` aborts with
   */
  abstract select(selection: Selection, signal: AbortSignal): Promise<SelectedSeries[]>;
}

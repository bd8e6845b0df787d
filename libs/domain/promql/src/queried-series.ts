import type { Matcher } from '@cloudops/contracts';
import type { LabelPairs, Samples } from '@cloudops/domain-series';

export interface SelectedSeries {
  /** Canonical, `__name__` included. */
  readonly labels: LabelPairs;
  readonly samples: Samples;
}

export interface Selection {
  readonly matchers: readonly Matcher[];
  /** First and last time of interest, ms, both included. */
  readonly from: number;
  readonly to: number;
  readonly maxSeries: number;
  readonly maxSamples: number;
}

/** The samples that queries are evaluated over. */
export abstract class QueriedSeries {
  /**
   * Every series that satisfies all matchers and has a sample in the range.
   * @throws DomainError `too-large` before more than the limits is read; whatever `signal` aborts with
   */
  abstract select(selection: Selection, signal: AbortSignal): Promise<SelectedSeries[]>;
}

import type { MetricType } from '@cloudops/contracts';
import type { SeriesIdentity } from '@cloudops/domain-series';

/** Samples of one series as they arrived; times in ms. */
export interface Delivered {
  readonly identity: SeriesIdentity;
  readonly type: MetricType;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** What arrived together: one remote_write request, one scrape, or one moment of a history. */
export type Delivery = readonly Delivered[];

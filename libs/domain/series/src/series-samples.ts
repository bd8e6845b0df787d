import type { Samples } from './samples.ts';
import type { SeriesIdentity } from './series-identity.ts';

/** Samples of one identified series, on their way in; times ascend, equal times are possible. */
export interface SeriesSamples {
  readonly identity: SeriesIdentity;
  readonly samples: Samples;
}

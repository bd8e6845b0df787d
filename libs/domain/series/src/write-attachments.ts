import type { Labels } from '@cloudops/contracts';
import type { SeriesIdentity } from './series-identity.ts';

/** One native histogram of a series, as its sender encoded it. */
export interface SeriesHistogram {
  readonly identity: SeriesIdentity;
  /** ms. */
  readonly time: number;
  /** A Histogram message (the same in remote_write 1.0 and 2.0) that `decodeHistogram` accepts. */
  readonly body: Uint8Array;
}

/** One exemplar of a series: a value with the labels of what caused it, e.g. its trace. */
export interface SeriesExemplar {
  readonly identity: SeriesIdentity;
  /** ms. */
  readonly time: number;
  readonly value: number;
  readonly labels: Labels;
}

import { canonicalLabels, type LabelPair, type LabelPairs } from './labels.ts';
import type { ReplicatedSeries } from './replica-election.ts';
import { idOfWords, seriesHash } from './series-id.ts';
import type { Labels } from '@cloudops/contracts';

/** A series as its labels name it, before anyone says who delivered it. */
export interface SeriesIdentity {
  readonly id: bigint;
  readonly labels: LabelPairs;
  /** Lower and upper 32 bits of the id. */
  readonly low: number;
  readonly high: number;
  /** Where intake found it last in its table: a hint that is checked, -1 before. */
  slot: number;
  /** Whose replica it comes from: null for nobody's, undefined until someone asked. */
  member: ReplicatedSeries | null | undefined;
}

class IdentifiedSeries implements SeriesIdentity {
  readonly labels: LabelPairs;
  readonly low: number;
  readonly high: number;
  slot = -1;
  member: ReplicatedSeries | null | undefined = undefined;

  constructor(labels: LabelPairs, { low, high }: { readonly low: number; readonly high: number }) {
    this.labels = labels;
    this.low = low;
    this.high = high;
  }

  get id(): bigint {
    return idOfWords(this.low, this.high);
  }
}

export function identifySeries(labels: Labels | Iterable<LabelPair>): SeriesIdentity {
  const canonical = canonicalLabels(labels);
  return new IdentifiedSeries(canonical, seriesHash(canonical));
}

/** The same where labels are canonical and their hash is known already. */
export const identified = (labels: LabelPairs, hash: { readonly low: number; readonly high: number }): SeriesIdentity =>
  new IdentifiedSeries(labels, hash);

import { canonicalLabels, type LabelPair, type LabelPairs } from './labels.ts';
import { seriesIdOf } from './series-id.ts';
import type { Labels } from '@cloudops/contracts';

/** A series as its labels name it, before anyone says who delivered it. */
export interface SeriesIdentity {
  readonly id: bigint;
  readonly labels: LabelPairs;
}

export function identifySeries(labels: Labels | Iterable<LabelPair>): SeriesIdentity {
  const canonical = canonicalLabels(labels);
  return { id: seriesIdOf(canonical), labels: canonical };
}

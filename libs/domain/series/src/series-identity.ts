import { canonicalLabels, type LabelPair, type LabelPairs } from './labels.ts';
import { seriesIdOf } from './series-id.ts';
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
}

export function identifySeries(labels: Labels | Iterable<LabelPair>): SeriesIdentity {
  const canonical = canonicalLabels(labels);
  const id = seriesIdOf(canonical);
  return { id, labels: canonical, low: Number(id & 0xffffffffn), high: Number(id >> 32n), slot: -1 };
}

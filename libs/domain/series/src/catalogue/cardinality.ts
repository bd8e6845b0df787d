import { NAME_LABEL } from '../labels.ts';
import type { SeriesIndex } from './series-index.ts';

export interface MetricCardinality {
  readonly name: string;
  readonly series: number;
  /** The label that tells most of its series apart, and how many values it has; null for a metric without labels. */
  readonly label: string | null;
  readonly labelValues: number;
}

/** Metrics with the most series, largest first. */
export function largestMetrics(index: SeriesIndex, limit: number): MetricCardinality[] {
  const { pairs } = index;
  return pairs
    .pairsOf(pairs.numberOfName(NAME_LABEL))
    .filter((pair) => index.countOf(pair) > 0)
    .map((pair) => ({ pair, name: pairs.valueOf(pair), series: index.countOf(pair) }))
    .sort((a, b) => b.series - a.series || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ pair, name, series }) => ({ name, series, ...widestLabel(index, pair) }));
}

function widestLabel(index: SeriesIndex, metric: number): Pick<MetricCardinality, 'label' | 'labelValues'> {
  const { pairs } = index;
  const slots = new Uint32Array(index.countOf(metric));
  index.slotsOf(metric, slots, 0);
  const seen = new Uint8Array(pairs.size);
  seen[metric] = 1;
  const valuesOf = new Map<number, number>();
  for (const slot of slots) {
    for (const pair of index.pairsOf(slot)) {
      if (seen[pair] === 1) continue;
      seen[pair] = 1;
      const name = pairs.nameNumberOf(pair);
      valuesOf.set(name, (valuesOf.get(name) ?? 0) + 1);
    }
  }
  const [widest] = [...valuesOf].map(([name, count]) => ({ label: pairs.names[name]!, labelValues: count })).sort(byValues);
  return widest ?? { label: null, labelValues: 0 };
}

const byValues = (a: { label: string; labelValues: number }, b: { label: string; labelValues: number }): number =>
  b.labelValues - a.labelValues || (a.label < b.label ? -1 : 1);

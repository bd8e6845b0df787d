import { emptyColumn, type Column } from '../column.ts';
import { type Bucket, bucketQuantile } from './bucket-quantile.ts';

const BOUND_LABEL = 'le';

/** Classic histograms: the columns that differ only in `le` are one; those without a number there are left out. */
export function histogramQuantile(phi: Float64Array, columns: readonly Column[]): Column[] {
  const histograms = new Map<string, { bound: number; column: Column }[]>();
  for (const column of columns) {
    const bound = parseBound(column.labels.get(BOUND_LABEL));
    if (bound === undefined) continue;
    const { key } = column.labels.without([BOUND_LABEL]);
    const known = histograms.get(key);
    if (known === undefined) histograms.set(key, [{ bound, column }]);
    else known.push({ bound, column });
  }
  return [...histograms.values()].map((parts) => {
    const out = emptyColumn(parts[0]!.column.labels.unnamed().without([BOUND_LABEL]), phi.length);
    for (let i = 0; i < phi.length; i++) {
      const buckets: Bucket[] = [];
      for (const { bound, column } of parts) if (column.present[i] === 1) buckets.push({ upperBound: bound, count: column.values[i]! });
      if (buckets.length === 0) continue;
      out.values[i] = bucketQuantile(phi[i]!, buckets);
      out.present[i] = 1;
    }
    return out;
  });
}

function parseBound(text: string): number | undefined {
  if (/^\+?inf(inity)?$/i.test(text)) return Infinity;
  const bound = Number(text);
  return text.trim() === '' || Number.isNaN(bound) ? undefined : bound;
}

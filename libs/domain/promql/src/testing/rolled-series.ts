import { rollUp, sliceSamples } from '@cloudops/domain-series';
import { QueriedSeries, type SelectedSeries, type Selection } from '../queried-series.ts';

/** Series whose samples before a time were let go and are rolled up. */
export class RolledSeries extends QueriedSeries {
  constructor(
    private readonly whole: QueriedSeries,
    /** ms, a multiple of the buckets' length. */
    readonly until: number,
  ) {
    super();
  }

  async select(selection: Selection, signal: AbortSignal): Promise<SelectedSeries[]> {
    const { bucketMs, from, to } = selection;
    const { until } = this;
    const all = await this.whole.select({ ...selection, from: 0, to: Infinity }, signal);
    return all
      .map(({ labels, samples }) => ({
        labels,
        samples: sliceSamples(samples, Math.max(from, until), to),
        past:
          from < until
            ? { rollup: rollUp(sliceSamples(samples, from - 2 * bucketMs, Math.min(to, until - 1)), bucketMs), bucketMs, until }
            : undefined,
      }))
      .filter(({ samples, past }) => samples.times.length > 0 || (past && past.rollup.count.length > 0));
  }
}

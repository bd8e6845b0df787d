import type { Matcher } from '@cloudops/contracts';
import { bitsOf, type BucketMs, isStale, lastValues, mergeSamples, type Samples } from '@cloudops/domain-series';
import { type Grid, timeAt } from './column.ts';
import { compareLabels, LabelSet } from './label-set.ts';
import type { QueriedSeries, RolledPast, SelectedSeries } from './queried-series.ts';
import type { QueryCost } from './query-cost.ts';
import type { Shift } from './syntax/expression.ts';

/** How long a sample speaks for its series, and how often subqueries without a step evaluate, ms (Prometheus' defaults). */
export const LOOKBACK_MS = 300_000;
export const SUBQUERY_STEP_MS = 60_000;

export interface SampledSeries {
  readonly labels: LabelSet;
  /** With the last value of every bucket in front where there is a past. */
  readonly samples: Samples;
  readonly past?: RolledPast | undefined;
}

/** What stays the same throughout one query. */
export class QueryScope {
  /** What the caller should know of the result. */
  readonly warnings = new Set<string>();
  private readonly read = new Map<string, Promise<SampledSeries[]>>();

  constructor(
    private readonly series: QueriedSeries,
    readonly cost: QueryCost,
    /** First and last time of evaluation, ms: what `@ start()` and `@ end()` mean. */
    private readonly bounds: { readonly start: number; readonly end: number },
    readonly lookbackMs: number,
  ) {}

  /** The time that a selector looks at when it is evaluated at step i. */
  lookAt({ offsetMs, pinned }: Shift, grid: Grid, i: number): number {
    const { start, end } = this.bounds;
    return (pinned === undefined ? timeAt(grid, i) : pinned === 'start' ? start : pinned === 'end' ? end : pinned) - offsetMs;
  }

  /** Samples that can matter to a selector with `backMs` of past, by labels; read once however often the query repeats it. */
  select(matchers: readonly Matcher[], shift: Shift, grid: Grid, backMs: number, bucketMs: BucketMs): Promise<SampledSeries[]> {
    const ends = [this.lookAt(shift, grid, 0), this.lookAt(shift, grid, grid.count - 1)];
    const range = { from: Math.max(0, Math.min(...ends) - backMs), to: Math.max(0, Math.max(...ends)) };
    const key = JSON.stringify([matchers, range, bucketMs]);
    const known = this.read.get(key) ?? this.fetch(matchers, { ...range, bucketMs });
    this.read.set(key, known);
    return known;
  }

  private async fetch(matchers: readonly Matcher[], range: { from: number; to: number; bucketMs: BucketMs }): Promise<SampledSeries[]> {
    const { cost } = this;
    const limits = { maxSeries: cost.seriesLeft, maxSamples: cost.samplesLeft };
    const selected = await this.series.select({ matchers, ...range, ...limits }, cost.signal);
    cost.signal.throwIfAborted();
    cost.read(
      selected.length,
      selected.reduce((sum, { samples, past }) => sum + samples.times.length + (past?.rollup.count.length ?? 0), 0),
    );
    for (const { past } of selected) if (past !== undefined) this.warnings.add(warningOf(past));
    return selected
      .map(({ labels, samples, past }) => ({ labels: new LabelSet(labels), samples: withPast(samples, past), past }))
      .sort((a, b) => compareLabels(a.labels, b.labels));
  }
}

const warningOf = ({ bucketMs, until }: RolledPast): string =>
  `roll-ups of ${bucketMs / 60_000} minutes were used before ${new Date(until).toISOString()}: values there are of whole buckets`;

const withPast = (samples: Samples, past: SelectedSeries['past']): Samples =>
  past === undefined ? samples : mergeSamples([lastValues(past.rollup), samples]);

/** Without staleness markers, which no range function sees. */
export function withoutStale(samples: Samples): Samples {
  const bits = bitsOf(samples.values);
  let fresh = 0;
  for (let i = 0; i < samples.times.length; i++) if (!isStale(bits, i)) fresh++;
  if (fresh === samples.times.length) return samples;
  const [times, values] = [new Float64Array(fresh), new Float64Array(fresh)];
  for (let i = 0, to = 0; i < samples.times.length; i++) {
    if (isStale(bits, i)) continue;
    times[to] = samples.times[i]!;
    values[to++] = samples.values[i]!;
  }
  return { times, values };
}

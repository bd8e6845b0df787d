import {
  compileMatchers,
  decodeWriteRequest,
  IdentityCache,
  labelsWithoutName,
  mergeSamples,
  metricName,
  sliceSamples,
  type LabelPairs,
  type Samples,
} from '@cloudops/domain-series';
import { QueriedSeries, type SelectedSeries, type Selection } from '../queried-series.ts';

/** The samples of remote_write bodies. */
export class InMemorySeries extends QueriedSeries {
  private readonly series = new Map<bigint, { labels: LabelPairs; runs: Samples[] }>();
  private readonly identities = new IdentityCache(100_000);
  readonly selections: Selection[] = [];

  /** First and last time of all samples, ms. */
  readonly span = { from: Infinity, to: -Infinity };

  write(body: Uint8Array): void {
    for (const { identity, samples } of decodeWriteRequest(body, this.identities).series) {
      const known = this.series.get(identity.id) ?? { labels: identity.labels, runs: [] };
      known.runs.push({ times: samples.times.slice(), values: samples.values.slice() });
      this.series.set(identity.id, known);
      this.span.from = Math.min(this.span.from, samples.times[0]!);
      this.span.to = Math.max(this.span.to, samples.times.at(-1)!);
    }
  }

  async select(selection: Selection, signal: AbortSignal): Promise<SelectedSeries[]> {
    signal.throwIfAborted();
    this.selections.push(selection);
    const matches = compileMatchers(selection.matchers);
    return [...this.series.values()]
      .filter(({ labels }) => matches(metricName(labels), labelsWithoutName(labels)))
      .map(({ labels, runs }) => ({ labels, samples: sliceSamples(mergeSamples(runs), selection.from, selection.to) }))
      .filter(({ samples }) => samples.times.length > 0);
  }
}

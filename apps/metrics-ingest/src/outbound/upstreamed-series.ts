import { QueriedSeries, type SelectedSeries, type Selection, UpstreamQueries } from '@cloudops/domain-promql';
import { mergeSamples } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { CataloguedSeries } from './catalogued-series.ts';
import { OwnedSpan } from './owned-span.ts';

/** What queries see: our own samples as far back as they are ours, and with HISTORY=upstream the upstream's before that. */
@Injectable()
export class UpstreamedSeries extends QueriedSeries {
  constructor(
    private readonly own: CataloguedSeries,
    private readonly owned: OwnedSpan,
    private readonly upstream: UpstreamQueries,
  ) {
    super();
  }

  async select(selection: Selection, signal: AbortSignal): Promise<SelectedSeries[]> {
    const since = await this.owned.start();
    const { matchers, from, to, maxSamples } = selection;
    if (from >= since) return this.own.select(selection, signal);
    const older = await this.upstream.samples({ matchers, from, to: Math.min(to, since - 1), maxSamples }, signal);
    if (to < since) return older;
    const used = older.reduce((sum, { samples }) => sum + samples.times.length, 0);
    const newer = await this.own.select({ ...selection, from: since, maxSamples: maxSamples - used }, signal);
    const joined = new Map(older.map((series) => [JSON.stringify(series.labels), series]));
    for (const series of newer) {
      const key = JSON.stringify(series.labels);
      const before = joined.get(key);
      joined.set(key, before === undefined ? series : { ...series, samples: mergeSamples([before.samples, series.samples]) });
    }
    return [...joined.values()];
  }
}

import type { Labels, Matcher, NativeHistogram, SeriesDescriptor } from '@cloudops/contracts';
import { decodeHistogram, Exemplars, NativeHistograms, parseSeriesId, SeriesCatalogue } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

const SERIES_AT_ONCE = 100;

export interface AttachmentsQuery {
  readonly matchers: readonly Matcher[];
  /** ms, both ends included. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Reads histograms and exemplars back, series after series. */
@Injectable()
export class QueryAttachments {
  constructor(
    private readonly catalogue: SeriesCatalogue,
    private readonly stored: NativeHistograms,
    private readonly storedExemplars: Exemplars,
  ) {}

  async *histograms(
    query: AttachmentsQuery,
    signal: AbortSignal,
  ): AsyncGenerator<{ series: SeriesDescriptor; histogram: NativeHistogram }> {
    const found = this.each(query, signal, (ids, limit) => this.stored.read(ids, query.from, query.to, limit));
    for await (const [series, { body }] of found) {
      const histogram = decodeHistogram(body);
      yield { series, histogram: { ...histogram, sum: finite(histogram.sum) } };
    }
  }

  async *exemplars(
    query: AttachmentsQuery,
    signal: AbortSignal,
  ): AsyncGenerator<{ series: SeriesDescriptor; time: number; value: number | null; labels: Labels }> {
    const found = this.each(query, signal, (ids, limit) => this.storedExemplars.read(ids, query.from, query.to, limit));
    for await (const [series, { time, value, labels }] of found) yield { series, time, value: finite(value), labels };
  }

  private async *each<T extends { readonly seriesId: bigint }>(
    { matchers, limit }: AttachmentsQuery,
    signal: AbortSignal,
    read: (ids: bigint[], limit: number) => Promise<T[]>,
  ): AsyncGenerator<[SeriesDescriptor, T]> {
    let left = limit;
    let cursor: string | undefined;
    for (let more = true; more && left > 0; more = cursor !== undefined) {
      signal.throwIfAborted();
      const page = await this.catalogue.list({ matchers, limit: SERIES_AT_ONCE, cursor });
      const byId = new Map(page.series.map((series) => [parseSeriesId(series.id), series]));
      const found = byId.size > 0 ? await read([...byId.keys()], left) : [];
      for (const one of found) yield [byId.get(one.seriesId)!, one];
      left -= found.length;
      cursor = page.cursor ?? undefined;
    }
  }
}

const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);

import { DomainError, type Matcher, type Point, type SeriesDescriptor } from '@cloudops/contracts';
import { bitsOf, isStale, parseSeriesId, SampleHistory, SeriesCatalogue, type Samples } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';

/** Series read at a time, and points in one chunk of the reply (about 200 KiB of JSON). */
const SERIES_AT_ONCE = 100;
const CHUNK_POINTS = 5_000;

export interface SamplesQuery {
  readonly matchers: readonly Matcher[];
  readonly from: number;
  readonly to: number;
  readonly maxSamples: number;
}

/** Streams raw samples of every series that matches; staleness markers are left out, as Prometheus does. */
@Injectable()
export class StreamSamples {
  constructor(
    private readonly catalogue: SeriesCatalogue,
    private readonly history: SampleHistory,
  ) {}

  /** @throws DomainError `too-large` once `maxSamples` is passed: a shorter answer would look complete. */
  async *execute(query: SamplesQuery, signal: AbortSignal): AsyncGenerator<{ series: SeriesDescriptor; points: Point[] }> {
    let left = query.maxSamples;
    let cursor: string | undefined;
    for (let more = true; more; more = cursor !== undefined) {
      signal.throwIfAborted();
      const page = await this.catalogue.list({ matchers: query.matchers, limit: SERIES_AT_ONCE, cursor });
      const ids = page.series.map(({ id }) => parseSeriesId(id));
      if ((await this.history.countAtLeast(ids, query.from, query.to)) > left) throw tooLarge(query.maxSamples);
      const samples = await this.history.read(ids, query.from, query.to);
      for (const series of page.series) {
        const points = pointsOf(samples.get(parseSeriesId(series.id)));
        left -= points.length;
        if (left < 0) throw tooLarge(query.maxSamples);
        for (let at = 0; at < points.length; at += CHUNK_POINTS) yield { series, points: points.slice(at, at + CHUNK_POINTS) };
      }
      cursor = page.cursor ?? undefined;
    }
  }
}

function pointsOf(samples: Samples | undefined): Point[] {
  if (samples === undefined) return [];
  const bits = bitsOf(samples.values);
  const points: Point[] = [];
  samples.times.forEach((time, i) => {
    const value = samples.values[i]!;
    if (!isStale(bits, i)) points.push([time, Number.isFinite(value) ? value : null]);
  });
  return points;
}

const tooLarge = (limit: number): DomainError =>
  new DomainError('too-large', 'query-too-large', `More than ${limit} samples match; narrow the selector or the range`, {
    field: 'maxSamples',
  });

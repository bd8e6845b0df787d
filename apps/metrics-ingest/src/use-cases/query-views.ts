import { DomainError, type Point, type SeriesView } from '@cloudops/contracts';
import {
  evaluateView,
  NO_SAMPLES,
  parseSeriesId,
  SampleHistory,
  seriesOfView,
  thinPoints,
  VIEW_LOOKBACK_MS,
} from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';

/** Samples that one question may decode: about a second of work. */
const MAX_SAMPLES = 3_000_000;

/** Answers what people and detectors look at, straight from what is committed: a sample is visible as soon as it is accepted. */
@Injectable()
export class QueryViews {
  constructor(
    private readonly history: SampleHistory,
    private readonly clock: Clock,
  ) {}

  /** Points of one view with times in [from, to], at most `maxPoints`. @throws DomainError `invalid` when the range is reversed. */
  async range(view: SeriesView, from: number, to: number, maxPoints: number): Promise<Point[]> {
    if (from > to) throw new DomainError('invalid', 'range-reversed', 'from must not be after to', { field: 'from' });
    const [points] = await this.evaluate([view], from, to);
    return thinPoints(points!, maxPoints);
  }

  /** The newest point of each view, not older than `maxAgeMs`. */
  async latest(views: readonly SeriesView[], maxAgeMs: number): Promise<(Point | null)[]> {
    const now = this.clock.now();
    const all = await this.evaluate(views, now - maxAgeMs, Number.MAX_SAFE_INTEGER);
    return all.map((points) => points.at(-1) ?? null);
  }

  private async evaluate(views: readonly SeriesView[], from: number, to: number): Promise<Point[][]> {
    const ids = [...new Set(views.flatMap(seriesOfView))].map(parseSeriesId);
    if ((await this.history.countAtLeast(ids, from, to)) > MAX_SAMPLES) {
      throw new DomainError('too-large', 'query-too-large', `The range holds more than ${MAX_SAMPLES} samples; ask for a shorter one`, {
        field: 'from',
      });
    }
    const samples = await this.history.read(ids, Math.max(0, from - VIEW_LOOKBACK_MS), to);
    return views.map((view) => {
      const [first, second] = seriesOfView(view).map((id) => samples.get(parseSeriesId(id)) ?? NO_SAMPLES);
      return evaluateView(view, first!, second).filter(([time]) => time >= from);
    });
  }
}

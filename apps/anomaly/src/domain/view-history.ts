import type { Point, SeriesView } from '@cloudops/contracts';

/** Samples of views as history has them. */
export abstract class ViewHistory {
  /** Points of a view in [from, to], ms, at most `maxPoints`, peaks kept. @throws DomainError `too-large` when the range holds too many samples. */
  abstract points(view: SeriesView, from: number, to: number, maxPoints: number): Promise<Point[]>;
}

import type { Point, SeriesView } from '@cloudops/contracts';

/** The metric as people and detectors see it, from where samples are kept. */
export abstract class ViewPoints {
  /** @throws DomainError `unavailable` or `timeout` when it cannot be asked; no points is an answer too. */
  abstract between(view: SeriesView, from: Date, to: Date): Promise<readonly Point[]>;
}

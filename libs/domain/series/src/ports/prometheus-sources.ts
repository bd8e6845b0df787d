import type { Labels, Matcher, MetricType } from '@cloudops/contracts';
import type { TimeWindow } from '../backfill.ts';
import type { Samples } from '../samples.ts';

export interface PastSeries {
  /** All labels, the name among them. */
  readonly labels: Labels;
  readonly samples: Samples;
}

/** Other Prometheus servers whose past is read over their HTTP API. */
export abstract class PrometheusSources {
  /** Metric names with samples in the window, sorted. @throws DomainError `unavailable`, `timeout`, `invalid`. */
  abstract names(url: string, matchers: readonly Matcher[], window: TimeWindow): Promise<string[]>;
  /**
   * Raw samples in the window, `after` excluded; staleness markers are not among them.
   * @throws DomainError `too-large` when the answer is too much for one time; `unavailable`, `timeout`, `invalid`.
   */
  abstract samples(url: string, matchers: readonly Matcher[], window: TimeWindow): Promise<PastSeries[]>;
  /** Declared types by family. @throws DomainError `unavailable`, `timeout`. */
  abstract types(url: string): Promise<ReadonlyMap<string, MetricType>>;
}

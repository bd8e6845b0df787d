import type { Matcher } from '@cloudops/contracts';
import type { QueryResult } from './evaluate-query.ts';
import type { SelectedSeries } from './queried-series.ts';

export interface InstantQuery {
  readonly query: string;
  /** ms. */
  readonly time: number;
  readonly lookbackMs?: number | undefined;
}

export interface RangeQuery {
  readonly query: string;
  /** ms. */
  readonly start: number;
  readonly end: number;
  readonly stepMs: number;
  readonly lookbackMs?: number | undefined;
}

/** The Prometheus beside us that this installation names, and no other; what it answers comes as it said it. */
export abstract class UpstreamQueries {
  /** Whether there is one; without, nothing else may be asked. */
  abstract readonly isConfigured: boolean;
  /** @throws DomainError of the upstream's refusal; `unavailable`, `timeout`, `too-large`; whatever `signal` aborts with */
  abstract instant(asked: InstantQuery, signal: AbortSignal): Promise<QueryResult>;
  /** @throws DomainError as `instant` */
  abstract range(asked: RangeQuery, signal: AbortSignal): Promise<QueryResult>;
  /** Raw samples with `from <= time <= to` (ms), without staleness markers; at most `maxSamples`. @throws DomainError as `instant` */
  abstract samples(
    selection: { readonly matchers: readonly Matcher[]; readonly from: number; readonly to: number; readonly maxSamples: number },
    signal: AbortSignal,
  ): Promise<SelectedSeries[]>;
}

import type { Labels } from '@cloudops/contracts';

export interface QueriedSeries {
  readonly labels: Labels;
  /** As PromQL writes it: `NaN`, `+Inf`, `1e-07`. */
  readonly value: string;
}

/** PromQL over history. */
export abstract class SeriesQueries {
  /**
   * An instant vector, or a scalar as one without labels; at most `limit` series. @param at ms.
   * @throws DomainError `invalid` for a query that is none, else when it cannot be answered now.
   */
  abstract at(query: string, at: number, limit: number): Promise<QueriedSeries[]>;
}

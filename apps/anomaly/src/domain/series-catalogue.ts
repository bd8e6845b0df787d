import type { SeriesDescriptor } from '@cloudops/contracts';

/** What the series ids of batches stand for. */
export abstract class SeriesCatalogue {
  /** Ids that nobody knows are left out. @throws DomainError `unavailable` or `timeout` when it cannot be asked now. */
  abstract describe(ids: readonly bigint[]): Promise<SeriesDescriptor[]>;
}

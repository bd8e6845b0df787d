import type { SeriesExemplar } from '../write-attachments.ts';

export type StoredExemplar = Omit<SeriesExemplar, 'identity'> & { readonly seriesId: bigint };

/** Exemplars of all series. */
export abstract class Exemplars {
  /** Durable when it returns; one that is there already changes nothing. */
  abstract put(exemplars: readonly SeriesExemplar[]): Promise<void>;
  /** Those of the series with a time in [from, to] (ms), by series and time, at most `limit`. */
  abstract read(ids: readonly bigint[], from: number, to: number, limit: number): Promise<StoredExemplar[]>;
  /** Deletes what is older than `before` (ms). */
  abstract expire(before: number): Promise<void>;
}

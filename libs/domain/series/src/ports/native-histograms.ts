import type { SeriesHistogram } from '../write-attachments.ts';

export type StoredHistogram = Omit<SeriesHistogram, 'identity'> & { readonly seriesId: bigint };

/** Native histograms of all series. */
export abstract class NativeHistograms {
  /**
   * Durable when it returns; one that is there already, byte for byte, changes nothing.
   * @returns those that another histogram of the same series and time keeps out.
   */
  abstract put(histograms: readonly SeriesHistogram[]): Promise<SeriesHistogram[]>;
  /** Those of the series with a time in [from, to] (ms), by series and time, at most `limit`. */
  abstract read(ids: readonly bigint[], from: number, to: number, limit: number): Promise<StoredHistogram[]>;
  /** Whether there are any at all; cheap. */
  abstract any(): Promise<boolean>;
  /** Deletes what is older than `before` (ms). */
  abstract expire(before: number): Promise<void>;
}

/** Source of series that are known from another Prometheus' past alone. */
export const BACKFILL_SOURCE = 'backfill';

/** A series whose source fell silent for this long may be continued by another one. */
export const OWNERSHIP_MS = 3_600_000;

export interface OwnedSeries {
  readonly source: string;
  /** Time of the newest sample, ms. */
  readonly lastAt: number;
}

export type OwnershipVerdict = 'owner' | 'takes-over' | 'foreign-source';

/**
 * Who may add samples to a series: the source that delivered it first. Entities and trust hang on the source, so a write key
 * must not be able to speak through a scraped series. What we observe ourselves (`host`, `scrape:`) takes a series back from
 * remote_write at once, and anyone takes one that was only backfilled; anyone else only after `OWNERSHIP_MS` of silence.
 */
export function judgeOwnership(series: OwnedSeries, source: string, now: number): OwnershipVerdict {
  if (series.source === source) return 'owner';
  if (series.source === BACKFILL_SOURCE) return 'takes-over';
  const reclaims = !source.startsWith('remote-write:') && series.source.startsWith('remote-write:');
  return reclaims || now - series.lastAt > OWNERSHIP_MS ? 'takes-over' : 'foreign-source';
}

import type { EntityRef, Matcher, MetricType, SeriesDescriptor } from '@cloudops/contracts';
import type { KnownSeriesTable } from '../known-series.ts';
import type { SeriesIdentity } from '../series-identity.ts';

/** What is written down when a series is new, or when its owner or entity changes. */
export interface SeriesRecord {
  readonly identity: SeriesIdentity;
  readonly type: MetricType;
  readonly entity: EntityRef;
  readonly source: string;
  /** Time of its newest sample, ms. */
  readonly lastAt: number;
}

export interface SeriesPage {
  readonly series: SeriesDescriptor[];
  /** Continues after this page; null at the end. */
  readonly cursor: string | null;
}

/** Every series by id: labels once, type, entity, source. Records are added together with samples, by `Journal.append`. */
export abstract class SeriesCatalogue {
  abstract describe(ids: readonly bigint[]): Promise<SeriesDescriptor[]>;
  /** Series that satisfy every matcher, by name then id. @throws DomainError `invalid` for a bad matcher or cursor. */
  abstract list(query: { matchers: readonly Matcher[]; limit: number; cursor: string | undefined }): Promise<SeriesPage>;
  /** Series with a sample since `since` (ms), each with its newest, the journal's unfolded rows included. */
  abstract known(since: number): Promise<KnownSeriesTable>;
  /** Corrects the type of all series of a name. */
  abstract retype(types: ReadonlyMap<string, MetricType>): Promise<void>;
  /** Names of stored series that belong to a family (`family`, `family_total`, `family_bucket`, ...). */
  abstract namesOf(families: readonly string[]): Promise<string[]>;
  /** Forgets series without a sample since `before` (ms). */
  abstract retire(before: number): Promise<void>;
}

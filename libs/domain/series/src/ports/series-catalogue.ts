import type { EntityRef, Matcher, MetricType, SeriesDescriptor } from '@cloudops/contracts';
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

/** The little that intake must know of every series, for each sample. */
export interface KnownSeries {
  source: string;
  /** `entityKey` of its entity. */
  entity: string;
  /** Time of its newest sample, ms. */
  lastAt: number;
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
  /** All series with their newest sample, the journal's unfolded rows included. */
  abstract known(): Promise<Map<bigint, KnownSeries>>;
  /** Corrects the type of all series of a name. */
  abstract retype(types: ReadonlyMap<string, MetricType>): Promise<void>;
  /** Names of stored series that belong to a family (`family`, `family_total`, `family_bucket`, ...). */
  abstract namesOf(families: readonly string[]): Promise<string[]>;
  /** Series without a folded sample since `before` (ms). */
  abstract silent(before: number): Promise<bigint[]>;
  /** Forgets those of the series that are still without a sample since `before`. */
  abstract retire(ids: readonly bigint[], before: number): Promise<void>;
}

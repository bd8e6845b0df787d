import type { EntityRef, Matcher, SeriesDescriptor } from '@cloudops/contracts';
import type { Declarations, MetricFamily } from '../catalogue/metric-families.ts';
import type { KnownSeriesTable } from '../known-series.ts';
import type { LabelPairs } from '../labels.ts';
import type { DeclaredTypes } from '../metric-type.ts';
import type { SeriesIdentity } from '../series-identity.ts';

/** What is written down when a series is new, or when its owner or entity changes. */
export interface SeriesRecord {
  readonly identity: SeriesIdentity;
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

export interface FoundSeries {
  readonly id: bigint;
  /** Canonical. */
  readonly labels: LabelPairs;
}

/** Series that satisfy every matcher of any of the selectors; none at all: every series. */
export interface SeriesChoice {
  readonly selectors: readonly (readonly Matcher[])[];
  /** Without series that fell silent before this time, ms. */
  readonly from?: number | undefined;
}

/**
 * Every series by id, and what is declared of metric families. Records are added together with samples, by `Journal.append`. Methods that
 * take matchers throw DomainError `invalid` for a bad one, naming it.
 */
export abstract class SeriesCatalogue {
  abstract describe(ids: readonly bigint[]): Promise<SeriesDescriptor[]>;
  /** Those of the ids that are here: no other series can have samples. */
  abstract among(ids: readonly bigint[]): Promise<bigint[]>;
  /** Series that satisfy every matcher, by name then id. @throws DomainError `invalid` for a bad cursor. */
  abstract list(query: { matchers: readonly Matcher[]; limit: number; cursor: string | undefined }): Promise<SeriesPage>;
  /** The same, all at once and in no order; at most `limit`. */
  abstract find(choice: SeriesChoice, limit: number): Promise<FoundSeries[]>;
  /** Names of labels, in order. */
  abstract labelNames(choice: SeriesChoice): Promise<string[]>;
  /** Values of a label, in order. */
  abstract labelValues(label: string, choice: SeriesChoice): Promise<string[]>;
  /** Series with a sample since `since` (ms), each with its newest, the journal's unfolded rows included. */
  abstract known(since: number): Promise<KnownSeriesTable>;
  /** Forgets series without a sample since `before` (ms), and notes which fell silent before `silent` (ms): none that `isKnown` to intake. */
  abstract retire(before: number, silent: number, isKnown?: (low: number, high: number) => boolean): Promise<void>;
  /** Makes one large record of many small ones. */
  abstract tidy(): Promise<void>;
  /** Declared types of families, as they are at any time. */
  abstract readonly types: DeclaredTypes;
  /** Takes what is declared of families; at most `limit` are kept. Types hold for series that came before, too. */
  abstract declare(families: Declarations, limit: number): Promise<void>;
  /** Families by name, and metrics that nobody declared with what their name says. */
  abstract metadata(metric: string | undefined, limit: number): Promise<ReadonlyMap<string, MetricFamily>>;
}

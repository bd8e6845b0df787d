import {
  decodeFamilies,
  decodeSegment,
  encodeFamilies,
  encodeSegment,
  MetricFamilies,
  SeriesGathering,
  SeriesIndex,
  SeriesSearch,
  type MetricFamily,
  type SeriesColumns,
  type SeriesRecord,
} from '@cloudops/domain-series';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { addSegment, lockSegments, SEGMENT, segmentsAfter } from './segment-rows.ts';

/** zstd's level for rows that are merged soon. */
const EFFORT = 1;

/** Takes into the index what a transaction has written; to be called after its commit. */
export type Learn = () => void;

/**
 * The catalogue in memory, as far as it is committed: rows of `series_segments` in the order of their ids. What other processes add is read
 * by `refresh`, what this one adds is taken over after its commit.
 */
@Injectable()
export class LiveCatalogue {
  readonly families = new MetricFamilies();
  private readonly log = new Logger('catalogue');
  private known = new SeriesIndex();
  private search = new SeriesSearch(this.known);
  /** Every row up to here is in the index. */
  private upTo = 0n;

  constructor(private readonly dataSource: DataSource) {}

  get index(): SeriesIndex {
    return this.known;
  }

  find(matchers: Parameters<SeriesSearch['find']>[0]): Uint32Array {
    return this.search.find(matchers);
  }

  async refresh(source: DataSource | EntityManager = this.dataSource): Promise<void> {
    const rows = await segmentsAfter(source, this.upTo);
    const before = this.upTo; // pieces of one merge share an id, and another refresh may have been faster
    for (const { id, kind, body } of rows) {
      if (id <= before) continue;
      if (kind === SEGMENT.series) this.add(decodeSegment(body));
      else if (kind === SEGMENT.families) this.families.take(decodeFamilies(body));
      else this.remove(idsOf(body));
      this.upTo = id;
    }
  }

  async writeSeries(manager: EntityManager, records: readonly SeriesRecord[]): Promise<Learn> {
    const gathering = new SeriesGathering();
    for (const { identity, source, entity, lastAt } of records)
      gathering.add({ low: identity.low, high: identity.high, labels: identity.labels, source, entity, lastAt });
    const columns = gathering.columns();
    return this.write(manager, SEGMENT.series, records.length, encodeSegment(columns, records.keys(), EFFORT), () => this.add(columns));
  }

  /** A series that the catalogue has stays as it is: whoever delivers it live knows it better. */
  async writeUnknown(manager: EntityManager, records: readonly SeriesRecord[]): Promise<Learn> {
    await lockSegments(manager);
    await this.refresh(manager);
    const unknown = records.filter(({ identity: { low, high } }) => this.known.find(low, high) < 0);
    return unknown.length === 0 ? () => undefined : this.writeSeries(manager, unknown);
  }

  async writeFamilies(manager: EntityManager, families: ReadonlyMap<string, MetricFamily>): Promise<Learn> {
    return this.write(manager, SEGMENT.families, families.size, encodeFamilies(families), () => this.families.take(families));
  }

  /** Takes series out of the catalogue for which `isGone` holds once everything committed is known. */
  async writeGone(manager: EntityManager, isGone: (slot: number) => boolean): Promise<Learn> {
    await lockSegments(manager);
    await this.refresh(manager);
    const gone = Array.from({ length: this.known.end }, (_, slot) => slot).filter((slot) => this.known.has(slot) && isGone(slot));
    if (gone.length === 0) return () => undefined;
    const ids = Uint32Array.from(gone.flatMap((slot) => [this.known.low(slot), this.known.high(slot)]));
    return this.write(manager, SEGMENT.gone, gone.length, new Uint8Array(ids.buffer), () => {
      this.remove(ids);
      const compacted = this.known.compacted();
      if (compacted !== this.known) this.search = new SeriesSearch((this.known = compacted));
    });
  }

  private async write(manager: EntityManager, kind: number, series: number, body: Uint8Array, take: Learn): Promise<Learn> {
    await lockSegments(manager);
    const { id, before } = await addSegment(manager, kind, series, body);
    return () => {
      take();
      if (before <= this.upTo && this.upTo < id) this.upTo = id; // else rows of others come first, and this one again with them
    };
  }

  private add(columns: SeriesColumns): void {
    const collisions = this.known.add(columns);
    if (collisions > 0) this.log.error({ collisions, msg: 'series with the id of another one cannot be told apart and are not listed' });
  }

  private remove(ids: Uint32Array): void {
    for (let i = 0; i < ids.length; i += 2) {
      const slot = this.known.find(ids[i]!, ids[i + 1]!);
      if (slot >= 0) this.known.remove(slot);
    }
  }
}

/** Ids of a row of series that are gone, two words each. */
export const idsOf = (body: Buffer): Uint32Array => new Uint32Array(Uint8Array.from(body).buffer);

import { decodeBatch } from '@cloudops/contracts';
import {
  CHUNK_SPAN_MS,
  decodeChunk,
  FINE_MS,
  lastValues,
  levelOf,
  mergeSamples,
  NO_SAMPLES,
  Pack,
  partitionOf,
  Rollups,
  SampleHistory,
  sliceSamples,
  type PackWindow,
  type Repack,
  type Samples,
  type StoredPack,
} from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { eachTypedRow } from './typed-rows.ts';
import { insertPacks } from './insert-packs.ts';
import { TAIL } from './journal-tail.ts';
import { promotePacks } from './promote-packs.ts';
import { fromStoredId, toStoredId } from './stored-id.ts';
import { PackCache } from './pack-cache.ts';
import { PACK_BODIES, packsOfSeries } from './packs-of-series.ts';
import { vacuumSmallDays, vacuumTables } from './vacuum-tables.ts';

interface StoredRun {
  readonly kind: number;
  readonly series_id: bigint;
  /** Of a pack. */
  readonly key: string;
  readonly body: Buffer;
}
const CHUNK = 0;
const BATCH = 2;

@Injectable()
export class PostgresHistory extends SampleHistory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rollups: Rollups,
    private readonly cache: PackCache,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {
    super();
  }

  async read(ids: readonly bigint[], from: number, to: number): Promise<ReadonlyMap<bigint, Samples>> {
    // raw first: a day that is let go in between is then seen twice instead of not at all
    const raw = await this.readRaw(ids, from, to);
    const { rollups } = await this.rollups.read(ids, from, to, FINE_MS);
    if (rollups.size === 0) return raw;
    const all = new Map(raw);
    for (const [id, rollup] of rollups) {
      const samples = mergeSamples([raw.get(id) ?? NO_SAMPLES, sliceSamples(lastValues(rollup), from, to)]);
      if (samples.times.length > 0) all.set(id, samples);
    }
    return all;
  }

  async readRaw(ids: readonly bigint[], from: number, to: number): Promise<ReadonlyMap<bigint, Samples>> {
    const held = this.cache.held();
    const runs = new Map(ids.map((id) => [id, [] as Samples[]]));
    const wanted = new Set(ids);
    const signed = BigInt64Array.from(wanted, (id) => BigInt.asIntN(64, id)).sort();
    const used = new Map<string, Pack>();
    await eachTypedRow<StoredRun & Record<string, unknown>>(
      this.dataSource,
      `(select ${CHUNK}::smallint as kind, series_id, '' as key, body, first_at as first, level::bigint as second from chunks_v1
        where series_id = any($4::bigint[]) and first_at between $2::bigint - ${CHUNK_SPAN_MS} and $3::bigint and last_at >= $2::bigint)
       union all ${packsOfSeries(PACK_BODIES)}
       union all (select ${BATCH}::smallint, 0, '', t.body, t.seq, t.id from (${TAIL}) t)
       order by kind, first, second`,
      [this.partitionsOf(ids), Math.floor(from), Math.min(Math.floor(to), Number.MAX_SAFE_INTEGER), ids.map(toStoredId), [...held.keys()]],
      ({ kind, series_id, key, body }) => {
        if (kind === CHUNK) runs.get(fromStoredId(series_id.toString()))!.push(decodeChunk(body, from, to));
        else if (kind === BATCH) {
          for (const { id, times, values } of decodeBatch(body, wanted).series)
            runs.get(id)!.push(sliceSamples({ times, values }, from, to));
        } else {
          const pack = held.get(key) ?? new Pack(body);
          used.set(key, pack);
          eachShared(signed, pack.ids, (id, place) => runs.get(BigInt.asUintN(64, id))!.push(sliceSamples(pack.samples(place), from, to)));
        }
      },
    );
    this.cache.keep(used);
    const filled = [...runs].map(([id, parts]): [bigint, Samples] => [id, mergeSamples(parts)]);
    return new Map(filled.filter(([, samples]) => samples.times.length > 0));
  }

  async countAtLeast(ids: readonly bigint[], from: number, to: number): Promise<number> {
    const rows: { samples: string | null }[] = await this.dataSource.query(
      `select sum(samples) as samples from (
         select samples::float8 from chunks_v1
           where series_id = any($4::bigint[]) and first_at >= $2::bigint and first_at <= $3::bigint and last_at <= $3::bigint
         union all select samples::float8 / series * (select count(*) from unnest($4::bigint[]) as w (id) where w.id between first_series and last_series)
           from (${packsOfSeries('first_series, last_series, last_at, series, samples')}) p where first >= $2::bigint and last_at <= $3::bigint) all_of_them`,
      [this.partitionsOf(ids), Math.floor(from), Math.min(Math.floor(to), Number.MAX_SAFE_INTEGER), ids.map(toStoredId)],
    );
    return Math.floor(Number(rows[0]?.samples ?? 0));
  }

  async fold(partition: number, mark: { after: bigint; upTo: bigint }, packs: readonly StoredPack[]): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const moved: unknown[] = await manager.query(
        `with moved as (update partitions set folded_seq = $3 where partition = $1 and folded_seq = $2 returning 1) select * from moved`,
        [partition, mark.after.toString(), mark.upTo.toString()],
      );
      if (moved.length === 0) return false;
      for (const level of [0, 1])
        await insertPacks(
          manager,
          partition,
          level,
          packs.filter((pack) => levelOf(pack) === level),
        );
      return true;
    });
  }

  async windows(level: number, windowMs: number, before: number): Promise<PackWindow[]> {
    const rows: { partition: number; from: string }[] = await this.dataSource.query(
      `select distinct partition, first_at / $2::bigint * $2::bigint as "from" from fragments
       where level < $1 and first_at < $3::bigint / $2::bigint * $2::bigint order by 2, 1`,
      [level, windowMs, before],
    );
    return rows.map(({ partition, from }) => ({ partition, from: Number(from), to: Number(from) + windowMs }));
  }

  promote(level: number, window: PackWindow, repack: Repack): Promise<number> {
    return this.dataSource.transaction((manager) => promotePacks(manager, level, window, repack));
  }

  async tidy(): Promise<void> {
    await vacuumTables(this.dataSource, ['fragments', 'seen']);
    await vacuumSmallDays(this.dataSource);
  }

  private partitionsOf(ids: readonly bigint[]): number[] {
    return [...new Set(ids.map((id) => partitionOf(id, this.config.PARTITIONS)))];
  }
}

/** Ids that are in both, which ascend, and their places in the second. */
function eachShared(wanted: BigInt64Array, ids: BigInt64Array, visit: (id: bigint, place: number) => void): void {
  for (let i = 0, place = 0; i < wanted.length && place < ids.length;) {
    const [id, other] = [wanted[i]!, ids[place]!];
    if (id === other) visit(id, place);
    if (id <= other) i++;
    if (id >= other) place++;
  }
}

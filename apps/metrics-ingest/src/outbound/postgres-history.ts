import { decodeBatch, type SampleColumns } from '@cloudops/contracts';
import {
  CHUNK_SPAN_MS,
  decodeChunk,
  levelOf,
  mergeSamples,
  Pack,
  partitionOf,
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
import { typedRows } from './typed-rows.ts';
import { insertPacks } from './insert-packs.ts';
import { TAIL } from './journal-tail.ts';
import { promotePacks } from './promote-packs.ts';
import { noteSeen } from './seen-series.ts';
import { fromStoredId, toStoredId } from './series-row.ts';
import { packsOfSeries } from './packs-of-series.ts';

const DAY_MS = 86_400_000;

interface StoredRun {
  readonly kind: number;
  readonly series_id: bigint;
  readonly body: Buffer;
}
const CHUNK = 0;
const BATCH = 2;

@Injectable()
export class PostgresHistory extends SampleHistory {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {
    super();
  }

  async read(ids: readonly bigint[], from: number, to: number): Promise<ReadonlyMap<bigint, Samples>> {
    const rows = await typedRows<StoredRun & Record<string, unknown>>(
      this.dataSource,
      `(select ${CHUNK}::smallint as kind, series_id, body, first_at as first, level::bigint as second from chunks_v1
        where series_id = any($4::bigint[]) and first_at between $2::bigint - ${CHUNK_SPAN_MS} and $3::bigint and last_at >= $2::bigint)
       union all ${packsOfSeries('body')}
       union all (select ${BATCH}::smallint, 0, t.body, t.seq, t.id from (${TAIL}) t)
       order by kind, first, second`,
      [this.partitionsOf(ids), Math.floor(from), Math.min(Math.floor(to), Number.MAX_SAFE_INTEGER), ids.map(toStoredId)],
    );
    const runs = new Map(ids.map((id) => [id, [] as Samples[]]));
    const wanted = new Set(ids);
    const signed = [...wanted].map((id): [bigint, bigint] => [id, BigInt.asIntN(64, id)]);
    for (const { kind, series_id, body } of rows) {
      if (kind === CHUNK) runs.get(fromStoredId(series_id.toString()))!.push(decodeChunk(body, from, to));
      else if (kind === BATCH) {
        for (const { id, times, values } of decodeBatch(body, wanted).series) runs.get(id)!.push(sliceSamples({ times, values }, from, to));
      } else {
        const pack = new Pack(body);
        for (const [id, key] of signed) {
          const place = pack.placeOf(key);
          if (place >= 0) runs.get(id)!.push(sliceSamples(pack.samples(place), from, to));
        }
      }
    }
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

  async fold(
    partition: number,
    mark: { after: bigint; upTo: bigint },
    samples: SampleColumns,
    packs: readonly StoredPack[],
  ): Promise<boolean> {
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
      await noteSeen(manager, partition, samples);
      return true;
    });
  }

  async windows(level: number, windowMs: number, before: number): Promise<PackWindow[]> {
    const rows: { partition: number; from: string }[] = await this.dataSource.query(
      `select distinct partition, first_at / $2::bigint * $2::bigint as "from" from fragments
       where level = $1 and first_at < $3::bigint / $2::bigint * $2::bigint order by 2, 1`,
      [level, windowMs, before],
    );
    return rows.map(({ partition, from }) => ({ partition, from: Number(from), to: Number(from) + windowMs }));
  }

  promote(level: number, window: PackWindow, repack: Repack): Promise<number> {
    return this.dataSource.transaction((manager) => promotePacks(manager, level, window, repack));
  }

  async expire(before: number): Promise<number> {
    let samples = await this.dropDays(Math.floor(before / DAY_MS));
    for (const table of ['fragments', 'packs', 'chunks_v1']) {
      const rows: { samples: string }[] = await this.dataSource.query(
        `with gone as (delete from ${table} where first_at < $1 and last_at < $1 returning samples)
         select coalesce(sum(samples), 0) as samples from gone`,
        [before],
      );
      samples += Number(rows[0]!.samples);
    }
    return samples;
  }

  async size(): Promise<{ history: number; journal: number }> {
    const [row]: { history: string; journal: string }[] = await this.dataSource.query(
      `select pg_total_relation_size('fragments') + pg_total_relation_size('chunks_v1') + coalesce(
         (select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'packs'::regclass), 0) as history,
         pg_total_relation_size('journal') as journal`,
    );
    return { history: Number(row!.history), journal: Number(row!.journal) };
  }

  async shedOldestDay(): Promise<number> {
    const [first, second] = await this.days();
    return first === undefined || second === undefined ? 0 : this.dropDays(first + 1);
  }

  private partitionsOf(ids: readonly bigint[]): number[] {
    return [...new Set(ids.map((id) => partitionOf(id, this.config.PARTITIONS)))];
  }

  private async dropDays(end: number): Promise<number> {
    let samples = 0;
    for (const day of (await this.days()).filter((day) => day < end)) {
      const [row]: { samples: string }[] = await this.dataSource.query(
        'select coalesce(sum(samples), 0) as samples from packs where first_at >= $1 and first_at < $2',
        [day * DAY_MS, (day + 1) * DAY_MS],
      );
      await this.dataSource.query('select drop_packs_day($1)', [day]);
      samples += Number(row!.samples);
    }
    return samples;
  }

  /** Days that have a partition, since the epoch, oldest first. */
  private async days(): Promise<number[]> {
    const rows: { day: number }[] = await this.dataSource.query(
      `select substring(relname from '\\d+$')::integer as day from pg_inherits join pg_class c on c.oid = inhrelid
       where inhparent = 'packs'::regclass order by 1`,
    );
    return rows.map(({ day }) => day);
  }
}

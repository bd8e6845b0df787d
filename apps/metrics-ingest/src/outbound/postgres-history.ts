import { decodeBatch } from '@cloudops/contracts';
import {
  CHUNK_SPAN_MS,
  decodeChunk,
  mergeSamples,
  partitionOf,
  SampleHistory,
  sliceSamples,
  type Chunk,
  type Samples,
} from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { insertChunks } from './insert-chunks.ts';
import { TAIL } from './journal-tail.ts';
import { fromStoredId, toStoredId } from './series-row.ts';

@Injectable()
export class PostgresHistory extends SampleHistory {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {
    super();
  }

  async read(ids: readonly bigint[], from: number, to: number): Promise<ReadonlyMap<bigint, Samples>> {
    const partitions = [...new Set(ids.map((id) => partitionOf(id, this.config.PARTITIONS)))];
    const rows: { series_id: string | null; body: Buffer }[] = await this.dataSource.query(
      `(select series_id, body, first_at as seq, level::bigint as id from chunks
        where series_id = any($4::bigint[]) and first_at between $2::bigint - ${CHUNK_SPAN_MS} and $3::bigint and last_at >= $2::bigint)
       union all (select null, t.body, t.seq, t.id from (${TAIL}) t)
       order by series_id, seq, id`,
      [partitions, Math.floor(from), Math.floor(to), ids.map(toStoredId)],
    );
    const runs = new Map(ids.map((id) => [id, [] as Samples[]]));
    const wanted = new Set(ids);
    for (const { series_id, body } of rows) {
      if (series_id !== null) runs.get(fromStoredId(series_id))!.push(decodeChunk(body, from, to));
      else
        for (const { id, times, values } of decodeBatch(body, wanted).series) runs.get(id)!.push(sliceSamples({ times, values }, from, to));
    }
    const filled = [...runs].map(([id, parts]): [bigint, Samples] => [id, mergeSamples(parts)]);
    return new Map(filled.filter(([, samples]) => samples.times.length > 0));
  }

  async countAtLeast(ids: readonly bigint[], from: number, to: number): Promise<number> {
    const rows: { samples: string | null }[] = await this.dataSource.query(
      'select sum(samples) as samples from chunks where series_id = any($1::bigint[]) and first_at >= $2 and first_at <= $3 and last_at <= $3',
      [ids.map(toStoredId), Math.floor(from), Math.floor(to)],
    );
    return Number(rows[0]?.samples ?? 0);
  }

  async fold(partition: number, mark: { after: bigint; upTo: bigint }, chunks: readonly Chunk[]): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const moved: unknown[] = await manager.query(
        `with moved as (update partitions set folded_seq = $3 where partition = $1 and folded_seq = $2 returning 1) select * from moved`,
        [partition, mark.after.toString(), mark.upTo.toString()],
      );
      if (moved.length === 0) return false;
      await insertChunks(manager, 0, chunks);
      await manager.query(
        `update series s set last_at = greatest(s.last_at, n.last_at)
         from (select id, max(last_at) as last_at from unnest($1::bigint[], $2::bigint[]) as u (id, last_at) group by id) n where s.id = n.id`,
        [chunks.map((chunk) => toStoredId(chunk.seriesId)), chunks.map((chunk) => chunk.lastAt)],
      );
      return true;
    });
  }

  async fragments(level: number, window: { from: number; to: number }, seriesLimit: number): Promise<ReadonlyMap<bigint, Uint8Array[]>> {
    const rows: { series_id: string; bodies: Buffer[] }[] = await this.dataSource.query(
      `select series_id, array_agg(body order by first_at) as bodies from chunks
       where level = $1 and first_at >= $2 and first_at < $3 group by series_id limit $4`,
      [level, window.from, window.to, seriesLimit],
    );
    return new Map(rows.map((row) => [fromStoredId(row.series_id), row.bodies]));
  }

  async earliest(level: number): Promise<number | undefined> {
    const rows: { first_at: string }[] = await this.dataSource.query(
      'select first_at from chunks where level = $1 order by first_at limit 1',
      [level],
    );
    return rows[0] && Number(rows[0].first_at);
  }

  async replace(level: number, window: { from: number; to: number }, chunks: readonly Chunk[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query('delete from chunks where series_id = any($1::bigint[]) and level = $2 and first_at >= $3 and first_at < $4', [
        [...new Set(chunks.map((chunk) => toStoredId(chunk.seriesId)))],
        level,
        window.from,
        window.to,
      ]);
      await insertChunks(manager, level + 1, chunks);
    });
  }

  async expire(before: number): Promise<number> {
    const rows: { expired: string }[] = await this.dataSource.query(
      `with gone as (delete from chunks where level = any('{0,1,2}') and first_at < $1 and last_at < $1 returning 1)
       select count(*) as expired from gone`,
      [before],
    );
    return Number(rows[0]?.expired ?? 0);
  }
}

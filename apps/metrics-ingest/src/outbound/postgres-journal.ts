import { Journal, withSeq, type JournalPosition, type JournalRow, type SequencedRow, type SeriesRecord } from '@cloudops/domain-series';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { rowOf } from './series-row.ts';

interface PositionRow {
  readonly last_seq: string;
  readonly published_seq: string;
  readonly folded_seq: string;
  readonly oldest_seq: string | null;
}

@Injectable()
export class PostgresJournal extends Journal implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {
    super();
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource.query('insert into partitions (partition) select generate_series(0, $1::integer - 1) on conflict do nothing', [
      this.config.PARTITIONS,
    ]);
  }

  async append(rows: readonly JournalRow[], series: readonly SeriesRecord[]): Promise<void> {
    if (series.length === 0) return insertRows(this.dataSource.manager, rows);
    await this.dataSource.transaction(async (manager) => {
      await insertSeries(manager, series);
      await insertRows(manager, rows);
    });
  }

  async sequence(partition: number): Promise<void> {
    // the partition's row is locked first: two relays, even during a change of lease, cannot give out one seq twice
    await this.dataSource.query(
      `with held as (select last_seq from partitions where partition = $1 for update),
       numbered as (
         select j.id, held.last_seq + row_number() over (order by j.id) as seq
         from held, journal j where j.partition = $1 and j.seq is null and exists (select from held)),
       given as (update journal j set seq = numbered.seq from numbered where j.id = numbered.id returning j.seq)
       update partitions set last_seq = (select max(seq) from given) where partition = $1 and exists (select from given)`,
      [partition],
    );
  }

  async rowsAfter(partition: number, after: bigint, limit: number): Promise<SequencedRow[]> {
    const rows: { seq: string; body: Buffer }[] = await this.dataSource.query(
      'select seq, body from journal where partition = $1 and seq > $2 order by seq limit $3',
      [partition, after.toString(), limit],
    );
    return rows.map(({ seq, body }) => ({ seq: BigInt(seq), body: withSeq(body, BigInt(seq)) }));
  }

  async position(partition: number): Promise<JournalPosition> {
    const [row]: PositionRow[] = await this.dataSource.query(
      `select last_seq, published_seq, folded_seq,
         (select min(seq) from journal j where j.partition = $1 and seq is not null) as oldest_seq
       from partitions where partition = $1`,
      [partition],
    );
    return {
      partition,
      lastSeq: BigInt(row?.last_seq ?? 0),
      publishedSeq: BigInt(row?.published_seq ?? 0),
      foldedSeq: BigInt(row?.folded_seq ?? 0),
      oldestSeq: row?.oldest_seq ? BigInt(row.oldest_seq) : undefined,
    };
  }

  async markPublished(partition: number, seq: bigint): Promise<void> {
    // losing this mark in a crash only repeats messages that consumers skip by their seq: no need to wait for the disk
    await this.dataSource.query(
      `with lazy as (select set_config('synchronous_commit', 'off', true))
       update partitions set published_seq = greatest(published_seq, $2::bigint) from lazy where partition = $1`,
      [partition, seq.toString()],
    );
  }

  async markApplied(consumer: string, partition: number, seq: bigint): Promise<void> {
    await this.dataSource.query(
      `insert into watermarks (consumer, partition, seq) values ($1, $2, $3)
       on conflict (consumer, partition) do update set seq = greatest(watermarks.seq, excluded.seq)`,
      [consumer, partition, seq.toString()],
    );
  }

  async trim(keepMs: number): Promise<number> {
    const rows: { trimmed: string }[] = await this.dataSource.query(
      `with marks as (
         select p.partition, least(p.folded_seq, p.published_seq) as done, p.folded_seq, min(w.seq) as applied
         from partitions p left join watermarks w using (partition) group by p.partition),
       gone as (
         delete from journal j using marks m
         where j.partition = m.partition and j.seq is not null and (
           j.seq <= least(m.done, m.applied) and m.applied is not null
           or j.seq <= m.folded_seq and j.received_at < clock_timestamp() - $1 * interval '1 millisecond')
         returning 1)
       select count(*) as trimmed from gone`,
      [keepMs],
    );
    return Number(rows[0]?.trimmed ?? 0);
  }
}

async function insertRows(manager: EntityManager, rows: readonly JournalRow[]): Promise<void> {
  await manager.query(
    `insert into journal (partition, min_time, max_time, samples, body)
     select * from unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::integer[], $5::bytea[])`,
    [
      rows.map((row) => row.partition),
      rows.map((row) => row.minTime),
      rows.map((row) => row.maxTime),
      rows.map((row) => row.samples),
      rows.map((row) => Buffer.from(row.body.buffer, row.body.byteOffset, row.body.byteLength)),
    ],
  );
}

/** The labels of an id never change; who delivers it, and for whom it speaks, may. */
async function insertSeries(manager: EntityManager, series: readonly SeriesRecord[]): Promise<void> {
  await manager.query(
    `insert into series (id, name, labels, type, environment, entity_kind, entity_id, source, last_at)
     select id, name, labels, type, environment, entity_kind, entity_id, source, last_at
     from jsonb_to_recordset($1::jsonb) as s
       (id bigint, name text, labels jsonb, type text, environment text, entity_kind text, entity_id text, source text, last_at bigint)
     order by id
     on conflict (id) do update set environment = excluded.environment, entity_kind = excluded.entity_kind,
       entity_id = excluded.entity_id, source = excluded.source, last_at = greatest(series.last_at, excluded.last_at)`,
    [JSON.stringify(series.map(rowOf))],
  );
}

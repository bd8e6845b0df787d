import { Journal, withSeq, type JournalPosition, type JournalRow, type SequencedRow, type SeriesRecord } from '@cloudops/domain-series';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { insertRows } from './insert-rows.ts';
import { typedRows } from './typed-rows.ts';
import { CommittedRows } from './committed-rows.ts';
import { LiveCatalogue } from './live-catalogue.ts';

/** Of one look into the journal: small commits make small rows. */
const MOST_ROWS = 1_000;
/** Of rows just committed: more than comes between two folds of few series. Folds of many series read back what is not here any more. */
const HELD_BYTES = 16 * 1024 * 1024;

interface PositionRow {
  readonly last_seq: string;
  readonly published_seq: string;
  readonly folded_seq: string;
  readonly oldest_seq: string | null;
}

@Injectable()
export class PostgresJournal extends Journal implements OnModuleInit {
  private readonly committed = new CommittedRows(HELD_BYTES);

  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: LiveCatalogue,
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
    const last = series.length === 0 ? await insertRows(this.dataSource, rows) : await this.appendBoth(rows, series);
    const next = new Map([...last].map(([partition, { seq, rows: count }]) => [partition, seq - BigInt(count) + 1n]));
    for (const { partition, samples, body } of rows) {
      const seq = next.get(partition)!;
      next.set(partition, seq + 1n);
      this.committed.keep(partition, { seq, samples, body: withSeq(body, seq) });
    }
  }

  private async appendBoth(rows: readonly JournalRow[], series: readonly SeriesRecord[]): ReturnType<typeof insertRows> {
    const [learn, last] = await this.dataSource.transaction(
      async (manager) => [await this.catalogue.writeSeries(manager, series), await insertRows(manager, rows)] as const,
    );
    learn();
    return last;
  }

  newest(partition: number): bigint {
    return this.committed.newest(partition);
  }

  async rowsAfter(partition: number, after: bigint, samples: number): Promise<SequencedRow[]> {
    const held = this.committed.after(partition, after, samples);
    if (held.length > 0) return held;
    const rows = await typedRows<{ seq: bigint; samples: number; body: Buffer<ArrayBuffer> }>(
      this.dataSource,
      `select seq, samples, body from (
         select seq, samples, body, sum(samples) over (order by seq) - samples as before from journal
         where partition = $1 and seq > $2::bigint order by seq limit ${MOST_ROWS}) r
       where before < $3::bigint order by seq`,
      [partition, after.toString(), samples],
    );
    return rows.map((row) => ({ ...row, body: withSeq(row.body, row.seq) }));
  }

  async position(partition: number): Promise<JournalPosition> {
    const [row]: PositionRow[] = await this.dataSource.query(
      `select last_seq, published_seq, folded_seq,
         (select min(seq) from journal j where j.partition = $1) as oldest_seq
       from partitions where partition = $1`,
      [partition],
    );
    const [publishedSeq, foldedSeq] = [BigInt(row?.published_seq ?? 0), BigInt(row?.folded_seq ?? 0)];
    this.committed.release(partition, publishedSeq < foldedSeq ? publishedSeq : foldedSeq);
    return {
      ...{ partition, lastSeq: BigInt(row?.last_seq ?? 0), publishedSeq, foldedSeq },
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
         where j.partition = m.partition and (
           j.seq <= least(m.done, m.applied) and m.applied is not null
           or j.seq <= m.folded_seq and j.received_at < clock_timestamp() - $1 * interval '1 millisecond')
         returning 1)
       select count(*) as trimmed from gone`,
      [keepMs],
    );
    return Number(rows[0]?.trimmed ?? 0);
  }
}

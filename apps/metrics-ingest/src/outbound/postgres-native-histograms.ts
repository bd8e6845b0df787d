import { NativeHistograms, type SeriesHistogram, type StoredHistogram } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { fromStoredId, toStoredId } from './stored-id.ts';

const GIVEN = 'unnest($1::bigint[], $2::bigint[], $3::bytea[]) with ordinality as given (series_id, at, body, n)';

@Injectable()
export class PostgresNativeHistograms extends NativeHistograms {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async put(histograms: readonly SeriesHistogram[]): Promise<SeriesHistogram[]> {
    const columns = [
      histograms.map(({ identity }) => toStoredId(identity.id)),
      histograms.map(({ time }) => time),
      histograms.map(({ body }) => Buffer.from(body.buffer, body.byteOffset, body.byteLength)),
    ];
    await this.dataSource.query(
      `insert into histograms (series_id, at, body) select series_id, at, body from ${GIVEN} order by 1, 2 on conflict do nothing`,
      columns,
    );
    const kept: { n: string }[] = await this.dataSource.query(
      `select n from ${GIVEN} join histograms h using (series_id, at) where h.body <> given.body`,
      columns,
    );
    return kept.map(({ n }) => histograms[Number(n) - 1]!);
  }

  async read(ids: readonly bigint[], from: number, to: number, limit: number): Promise<StoredHistogram[]> {
    const rows: { series_id: string; at: string; body: Buffer }[] = await this.dataSource.query(
      `select series_id, at, body from histograms where series_id = any($1::bigint[]) and at between $2 and $3
       order by series_id, at limit $4`,
      [ids.map(toStoredId), Math.floor(from), Math.floor(to), limit],
    );
    return rows.map(({ series_id, at, body }) => ({ seriesId: fromStoredId(series_id), time: Number(at), body }));
  }

  async any(): Promise<boolean> {
    const rows: { any: boolean }[] = await this.dataSource.query('select exists (select from histograms) as any');
    return rows[0]!.any;
  }

  async expire(before: number): Promise<void> {
    await this.dataSource.query('delete from histograms where at < $1', [Math.floor(before)]);
  }
}

import type { Labels } from '@cloudops/contracts';
import { Exemplars, fnv1a64, type SeriesExemplar, type StoredExemplar } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { fromStoredId, toStoredId } from './stored-id.ts';

@Injectable()
export class PostgresExemplars extends Exemplars {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async put(exemplars: readonly SeriesExemplar[]): Promise<void> {
    await this.dataSource.query(
      `insert into exemplars (series_id, at, digest, value, labels)
       select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::double precision[], $5::jsonb[]) order by 1, 2, 3
       on conflict do nothing`,
      [
        exemplars.map(({ identity }) => toStoredId(identity.id)),
        exemplars.map(({ time }) => time),
        exemplars.map((one) => toStoredId(digestOf(one))),
        exemplars.map(({ value }) => value),
        exemplars.map(({ labels }) => JSON.stringify(labels)),
      ],
    );
  }

  async read(ids: readonly bigint[], from: number, to: number, limit: number): Promise<StoredExemplar[]> {
    const rows: { series_id: string; at: string; value: number; labels: Labels }[] = await this.dataSource.query(
      `select series_id, at, value, labels from exemplars where series_id = any($1::bigint[]) and at between $2 and $3
       order by series_id, at limit $4`,
      [ids.map(toStoredId), Math.floor(from), Math.floor(to), limit],
    );
    return rows.map(({ series_id, at, value, labels }) => ({ seriesId: fromStoredId(series_id), time: Number(at), value, labels }));
  }

  async expire(before: number): Promise<void> {
    await this.dataSource.query('delete from exemplars where at < $1', [Math.floor(before)]);
  }
}

/** One series may have several exemplars at one time; a repeated one has the same value and labels. */
const digestOf = ({ value, labels }: SeriesExemplar): bigint =>
  fnv1a64(Buffer.from(JSON.stringify([String(value), Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))])));

import { type EntityRef, entityKey, type OperationalChange } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Changes } from '../domain/changes.ts';

/** Postgres knows later times, its driver does not write them well. */
const LATEST = Date.UTC(9999, 0);

@Injectable()
export class PostgresChanges extends Changes {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async record(change: OperationalChange): Promise<boolean> {
    const inserted: unknown[] = await this.dataSource.query(
      'insert into changes (id, entity, at, doc) values ($1, $2, $3, $4) on conflict (id) do nothing returning id',
      [change.id, entityKey(change.entity), change.at, JSON.stringify(change)],
    );
    return inserted.length > 0;
  }

  async list(query: { entity?: EntityRef; from?: number; to?: number; limit: number }): Promise<OperationalChange[]> {
    const { entity, from = 0, to = LATEST, limit } = query;
    const rows: { doc: OperationalChange }[] = await this.dataSource.query(
      `select doc from changes where ($1::text is null or entity = $1) and at >= $2 and at <= $3 order by at desc, id desc limit $4`,
      [entity ? entityKey(entity) : null, new Date(from), new Date(Math.min(to, LATEST)), limit],
    );
    return rows.map((r) => r.doc);
  }

  async trim(before: Date): Promise<void> {
    await this.dataSource.query('delete from changes where at < $1', [before]);
  }
}

import type { LogEntry } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { levelsFrom, Logs, type LogSearch } from '../domain/logs.ts';

@Injectable()
export class PostgresLogs extends Logs {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async add(entries: readonly LogEntry[]): Promise<void> {
    if (entries.length === 0) return;
    // Postgres' text cannot hold U+0000
    const column = (pick: (e: LogEntry) => string | null): (string | null)[] => entries.map((e) => pick(e)?.replaceAll('\0', '') ?? null);
    await this.dataSource.query(
      `insert into logs (at, id, service, level, message, correlation_id, fields)
       select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       on conflict do nothing`,
      [
        column((e) => e.at),
        column((e) => e.id),
        column((e) => e.service),
        column((e) => e.level),
        column((e) => e.message),
        column((e) => e.correlationId),
        column((e) => e.fields),
      ],
    );
  }

  async search(search: LogSearch): Promise<LogEntry[]> {
    const rows = await this.dataSource.query<(Omit<LogEntry, 'at'> & { at: Date })[]>(
      `select id, at, service, level, message, correlation_id as "correlationId", fields from logs
       where at >= $1 and ($2::text[] is null or level = any($2)) and ($3::text is null or service = $3)
       order by at desc, id desc limit $4`,
      [search.since, search.level === undefined ? null : levelsFrom(search.level), search.service ?? null, search.limit],
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  async trim(before: Date, keep: number): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `with gone as (
         delete from logs where at < greatest($1::timestamptz, (select at from logs order by at desc, id desc offset $2 limit 1)) returning 1)
       select count(*)::int as count from gone`,
      [before, keep],
    );
    return row?.count ?? 0;
  }
}

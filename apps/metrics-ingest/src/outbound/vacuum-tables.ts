import type { DataSource } from 'typeorm';
import { typedRows } from './typed-rows.ts';

/** Of a table with its TOAST: in a smaller one, maps of free space and dead rows are a large part of the pages. */
const SMALL_BYTES = 1024 * 1024;

/**
 * Takes dead rows out of tables, now; autovacuum would come by when much more is dead. A small one is written anew, within 50 ms, and
 * is then as small as what it holds; while somebody else uses it, that waits for the next time. Where the role may not (before Postgres 17),
 * Postgres skips it with a warning.
 */
export async function vacuumTables(dataSource: DataSource, tables: readonly string[]): Promise<void> {
  const rows = await typedRows<{ name: string; is_small: string }>(
    dataSource,
    'select name, pg_table_size(name::regclass) <= $2 as is_small from unnest($1::text[]) as t (name)',
    [tables, SMALL_BYTES],
  );
  for (const { name, is_small: isSmall } of rows)
    await dataSource.query(isSmall === 't' ? `vacuum (full, skip_locked) ${name}` : `vacuum ${name}`);
}

/** The same for small days of packs that were added to: nothing in them is dead, but their maps of free space, which nobody asks, can go. */
export async function vacuumSmallDays(dataSource: DataSource): Promise<void> {
  const rows = await typedRows<{ name: string }>(
    dataSource,
    `select c.oid::regclass::text as name from pg_inherits join pg_class c on c.oid = inhrelid
     where inhparent = 'packs'::regclass and pg_table_size(c.oid) <= $1 and pg_relation_size(c.reltoastrelid, 'fsm') > 0
       and current_setting('server_version_num')::integer >= 170000`,
    [SMALL_BYTES],
  );
  for (const { name } of rows) await dataSource.query(`vacuum (full, skip_locked) ${name}`);
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A table may be vacuumed by who does not own it from Postgres 17 on. */
const SINCE_17 = "current_setting('server_version_num')::integer >= 170000";
const GRANT_MAINTAIN = `if ${SINCE_17} then execute format('grant maintain on packs_%s to public', day); end if;`;

const addPacksDay = (then: string): string => `
      create or replace function add_packs_day(day integer) returns void language plpgsql security definer set search_path from current as $$
      begin
        if to_regclass('packs_' || day) is null then
          perform pg_advisory_xact_lock(hashtextextended(current_schema || ' packs', 0));
          execute format('create table if not exists packs_%s partition of packs for values from (%s) to (%s)', day, day * 86400000::bigint, (day + 1) * 86400000::bigint);
          ${then}
        end if;
      end $$;`;

const onEveryDay = (statement: string): string => `
      do $$
      declare day regclass;
      begin
        if ${SINCE_17} then
          for day in select inhrelid from pg_inherits where inhparent = 'packs'::regclass loop
            execute format('${statement}', day);
          end loop;
        end if;
      end $$;`;

/**
 * A small store is as small as what it holds: the runtime role may write small days of packs anew, and days of packs have no index, for
 * nobody looks for less than some windows of a day, and what tells the rows of a window apart is read in a millisecond.
 */
export class SmallTables1764000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index packs_window;
      -- few rows that are updated in place: their pages clean themselves, and a vacuum leaves maps that are larger than they are
      alter table leases set (autovacuum_vacuum_threshold = 10000);
      alter table outbox_streams set (autovacuum_vacuum_threshold = 10000);
      alter table partitions set (autovacuum_vacuum_threshold = 10000);
      alter table watermarks set (autovacuum_vacuum_threshold = 10000);
      alter table unrolled_days set (autovacuum_vacuum_threshold = 10000);
      ${addPacksDay(GRANT_MAINTAIN)}
      ${onEveryDay('grant maintain on %s to public')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index packs_window on packs (partition, first_at);
      alter table leases reset (autovacuum_vacuum_threshold);
      alter table outbox_streams reset (autovacuum_vacuum_threshold);
      alter table partitions reset (autovacuum_vacuum_threshold);
      alter table watermarks reset (autovacuum_vacuum_threshold);
      alter table unrolled_days reset (autovacuum_vacuum_threshold);
      ${addPacksDay('')}
      ${onEveryDay('revoke maintain on %s from public')}`);
  }
}

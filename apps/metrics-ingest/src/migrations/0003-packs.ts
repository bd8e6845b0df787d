import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * History in packs of many series: `fragments` of the spans that are still open, `packs` of those that are over, one partition a day
 * that retention drops whole. Chunks of before stay readable until they expire. Journal rows get their seq when they are committed.
 */
export class Packs1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table journal alter column body set storage external;
      with numbered as (
        select j.id, p.last_seq + row_number() over (partition by j.partition order by j.id) as seq
        from journal j join partitions p using (partition) where j.seq is null)
      update journal j set seq = n.seq from numbered n where j.id = n.id;
      update partitions p set last_seq = greatest(p.last_seq, (select max(seq) from journal j where j.partition = p.partition));
      alter table journal alter column seq set not null;
      drop index journal_unsequenced, journal_seq;
      create unique index journal_seq on journal (partition, seq);
      alter table journal set (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000, toast.autovacuum_vacuum_scale_factor = 0);

      alter table chunks rename to chunks_v1;
      create table fragments (
        id bigint generated always as identity primary key,
        partition smallint not null,
        level smallint not null,
        first_series bigint not null,
        last_series bigint not null,
        first_at bigint not null,
        last_at bigint not null,
        series integer not null,
        samples integer not null,
        body bytea not null
      ) with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000, toast.autovacuum_vacuum_scale_factor = 0);
      alter table fragments alter column body set storage external;
      create index fragments_window on fragments (partition, level, first_at);

      create table packs (
        partition smallint not null,
        first_series bigint not null,
        last_series bigint not null,
        first_at bigint not null,
        last_at bigint not null,
        series integer not null,
        samples integer not null,
        body bytea not null
      ) partition by range (first_at);
      alter table packs alter column body set storage external;
      create index packs_window on packs (partition, first_at);

      create table seen (
        partition smallint primary key,
        body bytea not null
      );
      alter table seen alter column body set storage external;

      create view chunks as
        select level, first_at, last_at, samples, body from chunks_v1
        union all select level, first_at, last_at, samples, body from fragments
        union all select 2, first_at, last_at, samples, body from packs;
    `);
    await runner.query(DAYS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function add_packs_day, drop_packs_day;
      drop view chunks;
      drop table seen, packs, fragments;
      drop index journal_seq;
      alter table chunks_v1 rename to chunks;
      alter table journal alter column seq drop not null;
      create unique index journal_seq on journal (partition, seq) where seq is not null;
      create index journal_unsequenced on journal (partition, id) where seq is null;`);
  }
}

/** The runtime role has no DDL: these two, as the owner, do exactly what it needs. Days are counted from the epoch, in UTC. */
const DAYS = `
  create function add_packs_day(day integer) returns void language plpgsql security definer set search_path from current as $$
  begin
    if to_regclass('packs_' || day) is null then
      perform pg_advisory_xact_lock(hashtextextended(current_schema || ' packs', 0));
      execute format('create table if not exists packs_%s partition of packs for values from (%s) to (%s)', day, day * 86400000::bigint, (day + 1) * 86400000::bigint);
    end if;
  end $$;
  create function drop_packs_day(day integer) returns void language plpgsql security definer set search_path from current as $$
  begin
    execute format('drop table if exists packs_%s', day);
  end $$;
`;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Roll-ups: a row holds the fine and the coarse buckets of some series over one day, one Postgres partition a day. `unrolled_days` names
 * the days with packs that roll-ups do not hold yet; all that there are at first. Days are counted from the epoch, in UTC.
 */
export class Rollups1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table raw_history (
        one boolean primary key default true check (one),
        complete_from bigint not null default 0,
        shed_at timestamptz,
        shed_reason text,
        shed_samples bigint not null default 0
      );
      insert into raw_history default values;

      create table unrolled_days (
        partition smallint not null,
        day integer not null,
        touched_at timestamptz not null default clock_timestamp(),
        primary key (partition, day)
      );
      insert into unrolled_days (partition, day) select distinct partition, first_at / 86400000 from packs;

      create table rollups (
        partition smallint not null,
        day integer not null,
        version integer not null,
        first_series bigint not null,
        last_series bigint not null,
        series integer not null,
        buckets integer not null,
        samples bigint not null,
        fine bytea not null,
        coarse bytea not null
      ) partition by range (day);
      alter table rollups alter column fine set storage external, alter column coarse set storage external;
      create index rollups_day on rollups (partition, day);

      create function add_rollups_day(day integer) returns void language plpgsql security definer set search_path from current as $$
      begin
        if to_regclass('rollups_' || day) is null then
          perform pg_advisory_xact_lock(hashtextextended(current_schema || ' rollups', 0));
          execute format('create table if not exists rollups_%s partition of rollups for values from (%s) to (%s)', day, day, day + 1);
        end if;
      end $$;
      create function drop_rollups_day(day integer) returns void language plpgsql security definer set search_path from current as $$
      begin
        execute format('drop table if exists rollups_%s', day);
      end $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function add_rollups_day, drop_rollups_day; drop table rollups, unrolled_days, raw_history');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Journal, history and catalogue. Times are ms since the epoch; series ids are the 64-bit hash as a signed bigint. */
export class Journal1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table partitions (
        partition smallint primary key,
        last_seq bigint not null default 0,
        published_seq bigint not null default 0,
        folded_seq bigint not null default 0
      ) with (fillfactor = 50);

      create table watermarks (
        consumer text not null,
        partition smallint not null,
        seq bigint not null,
        primary key (consumer, partition)
      );

      create table journal (
        id bigint generated always as identity primary key,
        partition smallint not null references partitions,
        seq bigint,
        received_at timestamptz not null default clock_timestamp(),
        min_time bigint not null,
        max_time bigint not null,
        samples integer not null,
        body bytea not null
      );
      create unique index journal_seq on journal (partition, seq) where seq is not null;
      create index journal_unsequenced on journal (partition, id) where seq is null;

      create table series (
        id bigint primary key,
        name text collate "C" not null,
        labels jsonb not null,
        type text not null,
        environment text not null,
        entity_kind text not null,
        entity_id text not null,
        source text not null,
        last_at bigint not null default 0,
        created_at timestamptz not null default now()
      ) with (fillfactor = 80);
      create index series_name on series (name, id);
      create index series_labels on series using gin (labels jsonb_path_ops);

      create table chunks (
        series_id bigint not null,
        first_at bigint not null,
        last_at bigint not null,
        level smallint not null,
        samples integer not null,
        body bytea not null,
        primary key (series_id, first_at, level)
      );
      create index chunks_level on chunks (level, first_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table chunks, series, journal, watermarks, partitions');
  }
}

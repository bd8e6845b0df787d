import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Backfills and their cursors. Times of the range are ms since the epoch. */
export class Backfills1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table backfills (
        id text primary key,
        url text not null,
        match text not null,
        labels jsonb not null,
        from_at bigint not null,
        to_at bigint not null,
        max_samples_per_second integer not null,
        state text not null default 'running',
        window_end bigint not null,
        window_ms bigint not null,
        last_name text collate "C" not null,
        samples_read bigint not null default 0,
        samples_added bigint not null default 0,
        message text not null default '',
        started_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create unique index backfills_running on backfills (url, match) where state = 'running';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table backfills');
  }
}

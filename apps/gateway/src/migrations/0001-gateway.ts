import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys, the log lines of seven days, and the recent changes that clients follow. */
export class Gateway1700000001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_keys (
        id text primary key,
        name text not null,
        hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
        scope text not null check (scope in ('admin', 'write')),
        role text not null check (role in ('viewer', 'operator', 'approver', 'admin')),
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        revision integer not null check (revision > 0)
      );

      create table logs (
        at timestamptz(3) not null,
        id text not null,
        service text not null,
        level text not null,
        message text not null,
        correlation_id text,
        fields text not null,
        primary key (at, id)
      );

      create table live_events (
        position bigint generated always as identity primary key,
        event_id text not null unique,
        subject text not null,
        at timestamptz(3) not null,
        recorded_at timestamptz not null default now(),
        data json not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_keys, logs, live_events');
  }
}

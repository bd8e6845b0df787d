import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that every service's schema has. */
export class Platform1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        position bigint generated always as identity primary key,
        id text not null unique,
        subject text not null,
        suffix text,
        correlation_id text,
        data json not null,
        recorded_at timestamptz not null default clock_timestamp(),
        sent_at timestamptz,
        stream_seq bigint,
        failure text
      );
      create index outbox_pending on outbox (position) where sent_at is null;
      create index outbox_sent on outbox (sent_at) where sent_at is not null;
      create index outbox_stream_seq on outbox (stream_seq) where stream_seq is not null;

      create table outbox_streams (
        stream text primary key,
        created text not null,
        last_seq bigint not null
      );

      create table inbox (
        consumer text not null,
        event_id text not null,
        seen_at timestamptz not null default now(),
        primary key (consumer, event_id)
      );
      create index inbox_seen on inbox (seen_at);

      create table leases (
        name text primary key,
        token bigint not null,
        expires_at timestamptz not null
      );

      create table audit (
        position bigint primary key,
        at timestamptz(3) not null,
        actor text not null,
        action text not null,
        subject text not null,
        detail json not null,
        hash text not null
      );
      create index audit_subject on audit (subject, position);

      create table dead_letters (
        id text not null,
        subject text not null,
        service text not null,
        at timestamptz not null,
        deliveries integer not null,
        reason text not null,
        excerpt text not null,
        primary key (id, subject)
      );
      create index dead_letters_at on dead_letters (at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox, outbox_streams, inbox, leases, audit, dead_letters');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people do: their changes by key, silences, feedback on anomalies, incidents made by hand. */
export class People1700000002003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table asked_changes (
        actor text not null,
        key text not null,
        request_hash text not null,
        answer jsonb not null,
        at timestamptz not null default now(),
        primary key (actor, key)
      );
      create index asked_changes_at on asked_changes (at);

      create table silences (
        id text primary key,
        created_at timestamptz(3) not null,
        ends_at timestamptz(3),
        doc jsonb not null
      );
      create index silences_created on silences (created_at desc, id desc);

      create table anomaly_feedback (
        id text primary key,
        position bigint generated always as identity,
        anomaly_id text not null,
        view_key text not null,
        effective_at double precision not null,
        ended_at double precision,
        doc jsonb not null
      );
      create index anomaly_feedback_anomaly on anomaly_feedback (anomaly_id) where ended_at is null;
      create index anomaly_feedback_position on anomaly_feedback (position desc);

      alter table anomalies add column silenced_by text;
      create index anomalies_silenced on anomalies (silenced_by) where silenced_by is not null and cleared_at is null;

      alter table incidents add column by_hand boolean not null default false;
      drop index incidents_one_open;
      create unique index incidents_one_open on incidents (entity) where state = 'open' and not by_hand;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index incidents_one_open;
      alter table incidents drop column by_hand;
      create unique index incidents_one_open on incidents (entity) where state = 'open';
      alter table anomalies drop column silenced_by;
      drop table asked_changes, silences, anomaly_feedback;
    `);
  }
}

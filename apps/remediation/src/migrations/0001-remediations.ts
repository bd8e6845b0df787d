import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Remediations1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table remediations (
        id text primary key,
        incident_id text not null,
        state text not null,
        target text not null,
        proposed_at timestamptz(3) not null,
        started_at timestamptz(3),
        finished_at timestamptz(3),
        wake_at timestamptz(3),
        body jsonb not null
      );
      create index remediations_newest on remediations (proposed_at desc, id desc);
      create index remediations_incident on remediations (incident_id);
      create index remediations_due on remediations (wake_at) where wake_at is not null;
      create index remediations_started on remediations (started_at) where started_at is not null;
      create index remediations_target on remediations (target) where started_at is not null;

      -- written once by the service, read by the executor
      create table intents (
        id text primary key references remediations (id),
        action jsonb not null,
        action_hash text not null,
        target jsonb not null,
        fencing_token bigint not null,
        deadline_at timestamptz(3) not null
      );

      -- written by the executor; the service only adds a row to take back an intent that has none
      create table intent_outcomes (
        id text primary key references intents (id),
        status text not null check (status in ('acting', 'finished')),
        kind text check (kind in ('done', 'not-done', 'failed', 'unknown')),
        message text,
        taken_at timestamptz(3) not null default clock_timestamp(),
        finished_at timestamptz(3),
        check ((status = 'finished') = (kind is not null and finished_at is not null))
      );

      create table kill_switch (
        only_row boolean primary key default true check (only_row),
        engaged boolean not null,
        reason text not null,
        set_by text not null,
        set_at timestamptz(3) not null
      );
      insert into kill_switch (engaged, reason, set_by, set_at) values (false, 'never set', 'system', clock_timestamp());

      create table incident_versions (
        incident_id text primary key,
        version integer not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table intent_outcomes, intents, remediations, kill_switch, incident_versions');
  }
}

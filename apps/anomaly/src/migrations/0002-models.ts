import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entities that are scored as a whole, and the models of how their signals move together. */
export class Models1700000002002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table entity_states (
        entity text primary key,
        course json not null,
        state bytea not null
      ) with (fillfactor = 60);

      create table trainings (
        id text primary key,
        entity text not null,
        state text not null check (state in ('queued', 'running', 'done', 'failed')),
        queued_at timestamptz(3) not null,
        ended_at timestamptz(3),
        attempts integer not null default 0,
        doc jsonb not null
      );
      create unique index trainings_one_at_a_time on trainings (entity) where state in ('queued', 'running');
      create index trainings_queued on trainings (queued_at desc, id desc);
      create index trainings_ended on trainings (entity, ended_at desc);

      create table model_versions (
        entity text not null,
        version integer not null,
        trained_at timestamptz(3) not null,
        doc jsonb not null,
        columns jsonb not null,
        weights jsonb not null,
        state bytea not null,
        primary key (entity, version)
      );
      create index model_versions_trained on model_versions (trained_at desc, entity desc, version desc);

      create table model_assignments (
        entity text not null,
        position integer not null,
        since double precision not null,
        version integer not null,
        state_version integer,
        at timestamptz(3) not null,
        actor text not null,
        reason text not null,
        primary key (entity, position)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table entity_states, trainings, model_versions, model_assignments');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Detector state, anomalies, incidents and what is told about them. */
export class Anomaly1700000002001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table detector_states (
        view_key text primary key,
        partition integer not null,
        state bytea not null
      ) with (fillfactor = 60);

      create table partition_progress (
        partition integer primary key,
        seq bigint not null,
        clock double precision not null
      );

      create table anomalies (
        id text primary key,
        entity text not null,
        detected_at timestamptz(3) not null,
        cleared_at timestamptz(3),
        severity_rank smallint not null,
        sustained boolean not null,
        troubled_at timestamptz(3),
        doc jsonb not null
      );
      create index anomalies_detected on anomalies (detected_at desc, id desc);
      create index anomalies_open on anomalies (entity) where cleared_at is null;
      create index anomalies_cleared on anomalies (cleared_at) where cleared_at is not null;

      create table incidents (
        id text primary key,
        entity text not null,
        state text not null check (state in ('open', 'resolved')),
        opened_at timestamptz(3) not null,
        resolved_at timestamptz(3),
        doc jsonb not null
      );
      create unique index incidents_one_open on incidents (entity) where state = 'open';
      create index incidents_opened on incidents (opened_at desc, id desc);
      create index incidents_resolved on incidents (entity, resolved_at desc) where state = 'resolved';

      create table incident_timeline (
        id text primary key,
        incident_id text not null,
        position bigint generated always as identity,
        at timestamptz(3) not null,
        type text not null,
        text text not null
      );
      create index incident_timeline_incident on incident_timeline (incident_id, at, position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table detector_states, partition_progress, anomalies, incidents, incident_timeline');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What comes in beside samples: alerts and conditions, changes, and who depends on whom. */
export class Signals1700000002004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table alerts (
        fingerprint text primary key,
        id text not null,
        kind text not null check (kind in ('alert', 'condition')),
        entity text not null,
        state text not null check (state in ('pending', 'firing', 'resolved')),
        starts_at timestamptz(3) not null,
        heard_at timestamptz(3) not null,
        doc jsonb not null
      );
      create index alerts_started on alerts (starts_at desc, fingerprint);
      create index alerts_firing on alerts (entity) where state = 'firing';

      create table changes (
        id text primary key,
        entity text not null,
        at timestamptz(3) not null,
        doc jsonb not null
      );
      create index changes_of_entity on changes (entity, at desc);
      create index changes_at on changes (at desc, id desc);

      create table topology (
        from_entity text not null,
        to_entity text not null,
        relation text not null check (relation in ('calls', 'runs-on', 'consists-of')),
        source text not null check (source in ('config', 'service-graph', 'labels')),
        last_seen timestamptz(3) not null,
        doc jsonb not null,
        primary key (from_entity, to_entity, relation, source)
      );
      create index topology_to on topology (to_entity);
      create index topology_seen on topology (last_seen desc);

      update incidents set doc = '{"kind": "anomaly", "alerts": [], "related": []}'::jsonb || doc where not doc ? 'alerts';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alerts, changes, topology');
  }
}

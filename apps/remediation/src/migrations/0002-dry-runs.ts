import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DryRuns1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- written once by the executor, read by the service
      create table dry_runs (
        remediation_id text primary key references remediations (id),
        ok boolean not null,
        result jsonb,
        message text not null,
        at timestamptz(3) not null default clock_timestamp(),
        check (ok = (result is not null))
      );
      create index remediations_unchecked on remediations (proposed_at) where state = 'proposed';

      alter table intents
        add column remediation_id text references remediations (id),
        add column purpose text not null default 'act' check (purpose in ('act', 'rollback')),
        add column pins jsonb not null default '{}';
      update intents set remediation_id = id;
      alter table intents alter column remediation_id set not null;
      create unique index intents_once on intents (remediation_id, purpose);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table dry_runs;
      drop index remediations_unchecked, intents_once;
      alter table intents drop column remediation_id, drop column purpose, drop column pins;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Incidents that people merge and split: every open one is looked at to find where a part belongs, also those split off by hand. */
export class Reshaped1700000002006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index incidents_open on incidents (opened_at, id) where state = 'open'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index incidents_open');
  }
}

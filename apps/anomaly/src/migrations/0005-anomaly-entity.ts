import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened to one entity before, newest first: an explanation compares with it. */
export class AnomalyEntity1700000002005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index anomalies_entity on anomalies (entity, detected_at desc);
      create index incidents_entity on incidents (entity);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index anomalies_entity, incidents_entity');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An intent that undoes has an id of its own, which is no remediation's. */
export class UndoingIntents1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table intents drop constraint intents_id_fkey');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table intents add constraint intents_id_fkey foreign key (id) references remediations (id) not valid');
  }
}

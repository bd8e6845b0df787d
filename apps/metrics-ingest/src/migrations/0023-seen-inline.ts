import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Few series: the rows of `seen` stay in their page, for a TOAST table with its index and free space map is larger than what it holds. */
export class SeenInline1764000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table seen alter column body set storage main');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table seen alter column body set storage external');
  }
}

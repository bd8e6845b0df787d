import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may send, and whom we scrape. */
export class Senders1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_keys (
        id text primary key,
        hash text not null,
        scope text not null,
        expires_at timestamptz,
        revoked boolean not null,
        revision bigint not null
      );
      create table targets (
        job text primary key,
        target jsonb not null,
        expires_at timestamptz
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_keys, targets');
  }
}

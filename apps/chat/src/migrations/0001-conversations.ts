import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conversations and their answers; the actor is part of every key, so that nobody's id leads to another's text. */
export class Conversations1700000002001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE conversations (
        actor_id text NOT NULL,
        id text NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (actor_id, id)
      )`);
    await runner.query(`
      CREATE TABLE answers (
        id uuid PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY,
        actor_id text NOT NULL,
        conversation_id text NOT NULL,
        question text NOT NULL,
        text text NOT NULL,
        evidence jsonb NOT NULL,
        provider text NOT NULL,
        model text NOT NULL,
        tokens_input integer NOT NULL,
        tokens_output integer NOT NULL,
        provider_reason text NOT NULL,
        at timestamptz NOT NULL,
        FOREIGN KEY (actor_id, conversation_id) REFERENCES conversations (actor_id, id) ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX answers_by_conversation ON answers (actor_id, conversation_id, position)');
    await runner.query('CREATE INDEX answers_by_actor ON answers (actor_id, position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE answers');
    await runner.query('DROP TABLE conversations');
  }
}

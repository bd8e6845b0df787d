import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Fragments come and go all day: their space is to be used again soon, not after a megabyte more. */
export class Fold1764000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table fragments set (autovacuum_vacuum_threshold = 50, toast.autovacuum_vacuum_threshold = 500);
      -- the runtime role vacuums them after a promotion; nobody else may use this schema
      do $$ begin
        if current_setting('server_version_num')::integer >= 170000 then
          execute 'grant maintain on fragments, seen to public';
        end if;
      end $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if current_setting('server_version_num')::integer >= 170000 then
          execute 'revoke maintain on fragments, seen from public';
        end if;
      end $$;
      alter table fragments set (autovacuum_vacuum_threshold = 500, toast.autovacuum_vacuum_threshold = 5000);`);
  }
}

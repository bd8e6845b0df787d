import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What comes beside samples, and which replica of a cluster is listened to. Times are ms since the epoch. */
export class Attachments1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table histograms (
        series_id bigint not null,
        at bigint not null,
        body bytea not null,
        primary key (series_id, at)
      );
      create index histograms_at on histograms using brin (at);

      create table exemplars (
        series_id bigint not null,
        at bigint not null,
        digest bigint not null,
        value double precision not null,
        labels jsonb not null,
        primary key (series_id, at, digest)
      );
      create index exemplars_at on exemplars using brin (at);

      create table replicas (
        source text not null,
        cluster text not null,
        replica text not null,
        seen_at bigint not null,
        primary key (source, cluster)
      ) with (fillfactor = 50);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table histograms, exemplars, replicas');
  }
}

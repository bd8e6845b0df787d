import type { Chunk } from '@cloudops/domain-series';
import type { EntityManager } from 'typeorm';
import { toStoredId } from './series-row.ts';

/** Adds chunks on a level; one that begins at the same sample as a stored one continues it, block after block. */
export async function insertChunks(manager: EntityManager, level: number, chunks: readonly Chunk[]): Promise<void> {
  await manager.query(
    `insert into chunks (series_id, first_at, last_at, level, samples, body)
     select u.*  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::integer[], $6::bytea[])
       as u (series_id, first_at, last_at, level, samples, body)
     on conflict (series_id, first_at, level) do update set last_at = greatest(chunks.last_at, excluded.last_at),
       samples = chunks.samples + excluded.samples, body = chunks.body || excluded.body`,
    [
      chunks.map((chunk) => toStoredId(chunk.seriesId)),
      chunks.map((chunk) => chunk.firstAt),
      chunks.map((chunk) => chunk.lastAt),
      chunks.map(() => level),
      chunks.map((chunk) => chunk.samples),
      chunks.map((chunk) => Buffer.from(chunk.body.buffer, chunk.body.byteOffset, chunk.body.byteLength)),
    ],
  );
}

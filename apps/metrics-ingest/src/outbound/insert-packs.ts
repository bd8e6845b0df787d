import type { StoredPack } from '@cloudops/domain-series';
import type { EntityManager } from 'typeorm';

const DAY_MS = 86_400_000;
/** Levels below are fragments of spans that are still open. */
export const LAST_LEVEL = 2;
const ROWS_AT_ONCE = 32;

/** Adds packs of a partition on a level; bodies travel as they are, a parameter each. */
export async function insertPacks(manager: EntityManager, partition: number, level: number, packs: readonly StoredPack[]): Promise<void> {
  if (level >= LAST_LEVEL) {
    for (const day of new Set(packs.map(({ firstAt }) => Math.floor(firstAt / DAY_MS)))) {
      // before the packs: a roll-up of that day, or its end, is waited for, and is not the last one
      await manager.query(
        `insert into unrolled_days (partition, day) values ($1, $2)
         on conflict (partition, day) do update set touched_at = clock_timestamp()`,
        [partition, day],
      );
      await manager.query('select add_packs_day($1)', [day]);
    }
  }
  for (let at = 0; at < packs.length; at += ROWS_AT_ONCE) await insertSome(manager, partition, level, packs.slice(at, at + ROWS_AT_ONCE));
}

async function insertSome(manager: EntityManager, partition: number, level: number, packs: readonly StoredPack[]): Promise<void> {
  const values = packs.flatMap((pack) => [
    ...[pack.firstSeries.toString(), pack.lastSeries.toString(), pack.firstAt, pack.lastAt, pack.series, pack.samples],
    Buffer.from(pack.body.buffer, pack.body.byteOffset, pack.body.byteLength),
  ]);
  const place = (row: number) => Array.from({ length: 7 }, (_, i) => `$${3 + 7 * row + i}`);
  const isLast = level >= LAST_LEVEL;
  const rows = packs.map((_, row) => `($1::smallint${isLast ? '' : ', $2::smallint'}, ${place(row).join(', ')})`);
  await manager.query(
    `insert into ${isLast ? 'packs' : 'fragments'}
       (partition, ${isLast ? '' : 'level, '}first_series, last_series, first_at, last_at, series, samples, body) values ${rows.join(', ')}`
      // a parameter that is not mentioned has no type
      .concat(isLast ? ' returning $2::smallint' : ''),
    [partition, level, ...values],
  );
}

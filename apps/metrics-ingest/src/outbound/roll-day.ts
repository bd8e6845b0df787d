import {
  COARSE_MS,
  coarsen,
  encodeRollups,
  fillRollup,
  FINE_MS,
  ROLLED_AT_ONCE,
  type PartitionDay,
  type RolledSeries,
  RollupPack,
  rollUpPacks,
} from '@cloudops/domain-series';
import type { EntityManager } from 'typeorm';
import { typedRows } from './typed-rows.ts';

const DAY_MS = 86_400_000;
const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;
/** zstd's level: they are written once and kept for long, and there are few of them. */
const EFFORT = 9;

interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** See `Rollups.roll`. The row of `unrolled_days` is locked first: packs that come meanwhile wait, and then name the day anew. */
export async function rollDay(manager: EntityManager, of: PartitionDay): Promise<{ samples: number; bytes: number }> {
  const done = { samples: 0, bytes: 0 };
  const where = [of.partition, of.day];
  await manager.query('lock table unrolled_days in row exclusive mode'); // `dropRaw` waits at its beginning, not half way
  const locked = await typedRows<{ day: number }>(
    manager,
    'select day from unrolled_days where partition = $1 and day = $2 for update skip locked',
    where,
  );
  if (locked.length === 0) return done;
  const [state] = await typedRows<{ is_raw_gone: string; version: number }>(
    manager,
    `select complete_from > $2::integer * ${DAY_MS}::bigint as is_raw_gone,
       (select coalesce(max(version), 0) from rollups where partition = $1 and day = $2) as version from raw_history`,
    where,
  );
  const isRawGone = state!.is_raw_gone === 't';
  await manager.query('select add_rollups_day($1)', [of.day]);
  for (const range of await rangesOf(manager, of)) {
    const kept = isRawGone ? await keptIn(manager, of, range) : [];
    const bodies = await bodiesOf(manager, of, range);
    for (const some of filled(kept, rollUpPacks(bodies, range.first, range.last), range)) {
      const row = await insertRow(manager, of, state!.version + 1, some);
      done.samples += row.samples;
      done.bytes += row.bytes;
    }
  }
  await manager.query('delete from rollups where partition = $1 and day = $2 and version <= $3', [...where, state!.version]);
  if (isRawGone) {
    const [from, to] = [of.day * DAY_MS, (of.day + 1) * DAY_MS];
    await manager.query('delete from packs where partition = $1 and first_at >= $2 and first_at < $3', [of.partition, from, to]);
  }
  await manager.query('delete from unrolled_days where partition = $1 and day = $2', where);
  return done;
}

/** Ranges of ids that follow the packs of the hour with the most of them, so that most packs are read once. */
async function rangesOf(manager: EntityManager, { partition, day }: PartitionDay): Promise<Range[]> {
  const rows = await typedRows<{ last_series: bigint }>(
    manager,
    `with spans as (select first_at / 7200000 as span, last_series from packs where partition = $1 and first_at >= $2 and first_at < $3)
     select distinct last_series from spans
     where span = (select span from spans group by span order by count(*) desc, span limit 1) order by 1`,
    [partition, day * DAY_MS, (day + 1) * DAY_MS],
  );
  const ends = [...rows.slice(0, -1).map(({ last_series }) => last_series), HIGHEST];
  return ends.map((last, i) => ({ first: i === 0 ? LOWEST : ends[i - 1]! + 1n, last })).filter(({ first, last }) => first <= last);
}

async function bodiesOf(manager: EntityManager, { partition, day }: PartitionDay, { first, last }: Range): Promise<Buffer[]> {
  const rows = await typedRows<{ body: Buffer }>(
    manager,
    `select body from packs where partition = $1 and first_at >= $2 and first_at < $3 and last_series >= $4::bigint and first_series <= $5::bigint
     order by first_at`,
    [partition, day * DAY_MS, (day + 1) * DAY_MS, first, last],
  );
  return rows.map(({ body }) => body);
}

/** Roll-ups that there are already, in order of the ids. */
async function keptIn(manager: EntityManager, { partition, day }: PartitionDay, { first, last }: Range): Promise<RolledSeries[]> {
  const rows = await typedRows<{ fine: Buffer }>(
    manager,
    `select fine from rollups where partition = $1 and day = $2 and last_series >= $3::bigint and first_series <= $4::bigint order by first_series`,
    [partition, day, first, last],
  );
  return rows.flatMap(({ fine }) => {
    const pack = new RollupPack(fine);
    return [...pack.ids].flatMap((id, place) => (id < first || id > last ? [] : [{ id, rollup: pack.rollup(place) }]));
  });
}

/** What is kept with what is added to it, some series at a time, in order of the ids. */
function* filled(kept: RolledSeries[], added: Iterable<RolledSeries[]>, { last }: Range): Generator<RolledSeries[]> {
  if (kept.length === 0) {
    yield* added;
    return;
  }
  const all = new Map(kept.map(({ id, rollup }) => [id, rollup]));
  for (const some of added) {
    for (const { id, rollup } of some) {
      const known = all.get(id);
      all.set(id, known === undefined ? rollup : fillRollup(known, rollup, FINE_MS));
    }
  }
  const ordered = [...all].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([id]) => id <= last);
  for (let at = 0; at < ordered.length; at += ROLLED_AT_ONCE)
    yield ordered.slice(at, at + ROLLED_AT_ONCE).map(([id, rollup]) => ({ id, rollup }));
}

async function insertRow(
  manager: EntityManager,
  { partition, day }: PartitionDay,
  version: number,
  some: readonly RolledSeries[],
): Promise<{ samples: number; bytes: number }> {
  const fine = encodeRollups(some, FINE_MS, EFFORT);
  const coarse = encodeRollups(
    some.map(({ id, rollup }) => ({ id, rollup: coarsen(rollup, COARSE_MS) })),
    COARSE_MS,
    EFFORT,
  );
  const samples = some.reduce((sum, { rollup }) => sum + rollup.count.reduce((total, count) => total + count, 0), 0);
  const buckets = some.reduce((sum, { rollup }) => sum + rollup.count.length, 0);
  await manager.query(
    `insert into rollups (partition, day, version, first_series, last_series, series, buckets, samples, fine, coarse)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[partition, day, version, some[0]!.id.toString(), some.at(-1)!.id.toString(), some.length, buckets, samples],
      ...[Buffer.from(fine), Buffer.from(coarse)],
    ],
  );
  return { samples, bytes: fine.length + coarse.length };
}

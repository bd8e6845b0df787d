import { gatherPacks, SampleRoom, type PackWindow, type Repack } from '@cloudops/domain-series';
import type { EntityManager } from 'typeorm';
import { typedRows } from './typed-rows.ts';
import { insertPacks, LAST_LEVEL } from './insert-packs.ts';
import { SeenSeries } from './seen-series.ts';

/** Samples unpacked at a time: about 5 MiB of memory, and less than 0.1 s in which nothing else happens. */
const PASS_SAMPLES = 120_000;
/** Of one pass after the other: nothing is awaited while one lies in it. */
const ROOM = new SampleRoom();
const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;

interface Fragment {
  readonly id: bigint;
  readonly first_series: bigint;
  readonly last_series: bigint;
  readonly samples: number;
}

/**
 * Repacks a window's fragments below a level onto it, range of ids by range of ids, each of about so many samples, then deletes them.
 * What leaves the fragments for good is noted in `seen` in the same transaction.
 * @returns bytes written; 0 when another process holds or has moved them.
 */
export async function promotePacks(manager: EntityManager, level: number, window: PackWindow, repack: Repack): Promise<number> {
  const fragments = await typedRows<Fragment & Record<string, unknown>>(
    manager,
    `select id, first_series, last_series, samples from fragments
     where partition = $1 and level < $2 and first_at >= $3 and first_at < $4 order by id for update skip locked`,
    [window.partition, level, window.from, window.to],
  );
  const samples = fragments.reduce((sum, fragment) => sum + fragment.samples, 0);
  const passes = BigInt(Math.max(1, Math.ceil(samples / PASS_SAMPLES)));
  const seen = level < LAST_LEVEL || fragments.length === 0 ? undefined : await SeenSeries.load(manager, window.partition);
  let bytes = 0;
  for (let pass = 0n; pass < passes; pass++) {
    const first = LOWEST + (2n ** 64n * pass) / passes;
    const last = pass === passes - 1n ? HIGHEST : LOWEST + (2n ** 64n * (pass + 1n)) / passes - 1n;
    const ids = fragments.filter((one) => one.first_series <= last && one.last_series >= first).map(({ id }) => id);
    if (ids.length === 0) continue;
    const rows = await typedRows<{ body: Buffer }>(manager, 'select body from fragments where id = any($1::bigint[]) order by id', [ids]);
    const columns = gatherPacks(
      rows.map(({ body }) => body),
      first,
      last,
      ROOM,
    );
    seen?.note(columns);
    const packs = repack(columns);
    await insertPacks(manager, window.partition, level, packs);
    bytes += packs.reduce((sum, { body }) => sum + body.length, 0);
  }
  await seen?.store();
  await manager.query('delete from fragments where id = any($1::bigint[])', [fragments.map(({ id }) => id.toString())]);
  return bytes;
}

import { identifySeries, partitionOf, SampleHistory } from '@cloudops/domain-series';
import { openDataSource } from '@cloudops/platform-postgres';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { RunningIngest } from '../testing/running-ingest.ts';
import { writeBody } from '../testing/write-body.ts';
import { CompactHistory } from '../use-cases/compact-history.ts';
import { SmallTables1764000000024 } from './0024-small-tables.ts';

const HOUR = 3_600_000;
const start = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR - 24 * HOUR;
const labelsOf = (i: number) => ({ __name__: 'small', i: String(i) });
const ids = Array.from({ length: 12 }, (_, i) => identifySeries(labelsOf(i)).id);

let ingest: RunningIngest;
let owner: DataSource;
beforeAll(async () => {
  ingest = await RunningIngest.start({ OUT_OF_ORDER_MS: String(48 * HOUR) });
  await ingest.allowSender();
  owner = await openDataSource({ service: 'migration test', schema: 'metrics_ingest', url: ingest.servers.migrationUrl });
}, 60_000);
afterAll(async () => {
  await owner.destroy();
  await ingest.stop();
});

/** A sample a minute of every series, with values of its own. */
async function sendHour(hour: number): Promise<void> {
  const samples = ids.flatMap((_, i) =>
    Array.from({ length: 60 }, (_, minute) => ({ labels: labelsOf(i), time: start + hour * HOUR + minute * 60_000, value: i + minute })),
  );
  expect((await ingest.write(writeBody(...samples))).status).toBe(204);
  for (let round = 0; round < 2; round++) await ingest.app.get(CompactHistory).execute();
}
const lengths = async (): Promise<number[]> => {
  const read = await ingest.app.get(SampleHistory).readRaw(ids, 0, Date.now());
  return ids.map((id, i) => [...(read.get(id)?.values ?? [])].filter((value, minute) => value === i + (minute % 60)).length);
};
/** Pages of a table with its TOAST, of which those of free space maps. */
const pages = async (name: string): Promise<{ all: number; maps: number }> => {
  const [row] = await owner.query<{ all: number; maps: number }[]>(
    `select (pg_table_size(c.oid) / 8192 - 1)::integer as all,
       ((pg_relation_size(c.oid, 'fsm') + pg_relation_size(c.reltoastrelid, 'fsm')) / 8192)::integer as maps
     from pg_class c where c.oid = $1::regclass`,
    [name],
  );
  return row!;
};

it('carries days of packs forward, and keeps small tables as small as what they hold', async () => {
  const migration = new SmallTables1764000000024();
  await owner.transaction((manager) => migration.down(manager.queryRunner!));
  await sendHour(0);
  const day = `packs_${start / (24 * HOUR)}`;
  const indexes = () => owner.query<unknown[]>('select from pg_index where indrelid = $1::regclass', [day]);
  expect(await indexes()).toHaveLength(1);
  await owner.transaction((manager) => migration.up(manager.queryRunner!));
  expect(await indexes()).toHaveLength(0);
  await sendHour(2);
  expect(await lengths()).toEqual(ids.map(() => 120));
  const [{ release }] = await owner.query<[{ release: number }]>(`select current_setting('server_version_num')::integer as release`);
  if (release < 170_000) return; // the runtime role may not vacuum there
  for (const name of ['fragments', 'seen', 'series_segments', day]) expect({ name, ...(await pages(name)) }).toMatchObject({ maps: 0 });
  expect(await pages('fragments')).toEqual({ all: 0, maps: 0 });
}, 60_000);

it('takes no pack of its memory for one that a vacuum has put in its place', async () => {
  await owner.query('update packs set samples = samples'); // from here on they are all of one transaction
  await owner.query(`vacuum full packs_${start / (24 * HOUR)}`);
  const before = await lengths();
  expect(before).toEqual(ids.map(() => 120));
  await owner.query('delete from packs where partition = $1', [partitionOf(ids[0]!, 4)]);
  await owner.query(`vacuum full packs_${start / (24 * HOUR)}`);
  expect(await lengths()).toEqual(ids.map((id) => (partitionOf(id, 4) === partitionOf(ids[0]!, 4) ? 0 : 120)));
}, 60_000);

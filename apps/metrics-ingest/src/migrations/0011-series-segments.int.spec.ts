import { identifySeries, SeriesCatalogue, seriesIdText } from '@cloudops/domain-series';
import { openDataSource } from '@cloudops/platform-postgres';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RunningIngest } from '../testing/running-ingest.ts';
import { SeriesSegments1764000000011 } from './0011-series-segments.ts';

let ingest: RunningIngest;
beforeAll(async () => {
  ingest = await RunningIngest.start();
}, 60_000);
afterAll(() => ingest.stop());

it('carries series, their owners and declared types forward', async () => {
  await ingest.app.close();
  const owner = await openDataSource({ service: 'migration test', schema: 'metrics_ingest', url: ingest.servers.migrationUrl });
  const migration = new SeriesSegments1764000000011();
  await owner.transaction((manager) => migration.down(manager.queryRunner!));
  const rows = Array.from({ length: 9_001 }, (_, i) => ({
    i,
    name: i % 2 === 0 ? 'kept_total' : 'declared',
    labels: { i: `${i}`, zone: 'ü' },
  }));
  await owner.query(
    `insert into series (id, name, labels, type, environment, entity_kind, entity_id, source, last_at)
     select id, name, labels, case name when 'declared' then 'summary' else 'counter' end, 'test', 'host', 'web-' || i % 3, 'scrape:node', $2
     from jsonb_to_recordset($1::jsonb) as s (id bigint, i integer, name text, labels jsonb)`,
    [
      JSON.stringify(
        rows.map((row) => ({ ...row, id: BigInt.asIntN(64, identifySeries({ ...row.labels, __name__: row.name }).id).toString() })),
      ),
      Date.now(),
    ],
  );
  await owner.transaction((manager) => migration.up(manager.queryRunner!));
  expect(await owner.query(`select to_regclass('series') as series`)).toEqual([{ series: null }]);
  await owner.destroy();
  await ingest.boot();
  const catalogue = ingest.app.get(SeriesCatalogue);
  const found = await catalogue.find({ selectors: [] }, 10_000);
  expect(new Set(found.map(({ id }) => id))).toEqual(
    new Set(rows.map(({ name, labels }) => identifySeries({ ...labels, __name__: name }).id)),
  );
  const { id } = identifySeries({ __name__: 'declared', i: '7', zone: 'ü' });
  expect(await catalogue.describe([id])).toEqual([
    {
      ...{ id: seriesIdText(id), name: 'declared', labels: { i: '7', zone: 'ü' }, type: 'summary', source: 'scrape:node' },
      entity: { environment: 'test', kind: 'host', id: 'web-1' },
    },
  ]);
  expect((await catalogue.known(Date.now() - 60_000)).size).toBe(9_001);
}, 60_000);

import { encodeBatch } from '@cloudops/contracts';
import { encodeBlock, identifySeries, Journal, partitionOf, SampleHistory } from '@cloudops/domain-series';
import { openDataSource } from '@cloudops/platform-postgres';
import { waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RunningIngest } from '../testing/running-ingest.ts';
import { CompactHistory } from '../use-cases/compact-history.ts';
import { Packs1764000000003 } from './0003-packs.ts';

const { id } = identifySeries({ __name__: 'kept' });
const partition = partitionOf(id, 4);
const now = Math.floor(Date.now() / 1000) * 1000;
const samples = (...times: number[]) => ({ times: Float64Array.from(times), values: Float64Array.from(times, (time) => time / 3) });

let ingest: RunningIngest;
beforeAll(async () => {
  ingest = await RunningIngest.start();
}, 60_000);
afterAll(() => ingest.stop());

it('carries chunks and an unnumbered journal of before forward', async () => {
  await ingest.app.close();
  const owner = await openDataSource({ service: 'migration test', schema: 'metrics_ingest', url: ingest.servers.migrationUrl });
  const migration = new Packs1764000000003();
  await migration.down(owner.createQueryRunner());
  const chunk = samples(now - 60_000, now - 50_000);
  await owner.query('insert into chunks (series_id, first_at, last_at, level, samples, body) values ($1, $2, $3, 0, 2, $4)', [
    BigInt.asIntN(64, id).toString(),
    now - 60_000,
    now - 50_000,
    Buffer.from(encodeBlock(chunk)),
  ]);
  const late = [samples(now - 40_000), samples(now - 30_000, now - 20_000)];
  for (const [i, one] of late.entries()) {
    await owner.query('insert into journal (partition, seq, min_time, max_time, samples, body) values ($1, $2, $3, $4, $5, $6)', [
      ...[partition, i === 0 ? 1 : null, one.times[0], one.times.at(-1), one.times.length],
      Buffer.from(encodeBatch({ partition, seq: 0n, series: [{ id, ...one }] })),
    ]);
  }
  await owner.query('update partitions set last_seq = 1 where partition = $1', [partition]);
  await owner.transaction((manager) => migration.up(manager.queryRunner!));
  await owner.destroy();
  await ingest.boot();
  const expected = [60_000, 50_000, 40_000, 30_000, 20_000].map((ago) => now - ago);
  const read = async () => [...(await ingest.app.get(SampleHistory).read([id], 0, now)).get(id)!.times];
  expect(await read()).toEqual(expected);
  expect((await ingest.app.get(Journal).position(partition)).lastSeq).toBe(2n);
  await ingest.app.get(CompactHistory).execute();
  await waitFor(async () => (await ingest.app.get(Journal).position(partition)).foldedSeq === 2n);
  expect(await read()).toEqual(expected);
}, 60_000);

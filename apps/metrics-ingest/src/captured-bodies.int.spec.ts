import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { decodeWriteRequest, IdentityCache, SampleHistory } from '@cloudops/domain-series';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { CompactHistory } from './use-cases/compact-history.ts';

// bodies that a real Prometheus sent; they lie beside the repository, not in it
const FOLDER = new URL('../../../../shared/data/remote-write/', import.meta.url);
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => file.endsWith('.bin')) : [];

(files.length > 0 ? describe : describe.skip)('bodies captured from Prometheus (skipped where ../shared/data is absent)', () => {
  let ingest: RunningIngest;
  const sent = new Map<bigint, Map<number, string>>();
  let from = Infinity;
  let to = 0;

  beforeAll(async () => {
    ingest = await RunningIngest.start();
    await ingest.allowSender();
    const cache = new IdentityCache(10_000);
    for (const { identity, samples } of files.flatMap((file) => [
      ...decodeWriteRequest(readFileSync(new URL(file, FOLDER)), cache).series,
    ])) {
      const own = sent.get(identity.id) ?? new Map<number, string>();
      sent.set(identity.id, own);
      samples.times.forEach((time, i) => own.set(time, bits(samples.values, i)));
      from = Math.min(from, samples.times[0]!);
      to = Math.max(to, samples.times.at(-1)!);
    }
    jest.spyOn(ingest.app.get(Clock), 'now').mockImplementation(() => to);
  }, 120_000);
  afterAll(() => ingest.stop());

  const bits = (values: Float64Array, i: number) => Buffer.from(values.slice(i, i + 1).buffer).toString('hex');
  const expectAllReadBack = async () => {
    const ids = [...sent.keys()];
    const samples = await ingest.app.get(SampleHistory).read(ids, from, to);
    for (const [id, expected] of sent) {
      const { times, values } = samples.get(id)!;
      const found = [...times].map((time, i): [number, string] => [time, bits(values, i)]);
      expect(found).toEqual([...expected].sort(([a], [b]) => a - b));
    }
  };

  it('are all accepted, and read back equal in time and in every bit, before and after compaction', async () => {
    for (const file of files) expect([file, (await ingest.write(readFileSync(new URL(file, FOLDER)))).status]).toEqual([file, 204]);
    await expectAllReadBack();
    await ingest.app.get(CompactHistory).execute();
    await expectAllReadBack();
    const [{ bytes, samples }] = await ingest.database.query<[{ bytes: string; samples: string }]>(
      'select sum(length(body)) as bytes, sum(samples) as samples from chunks',
    );
    expect(Number(samples)).toBe([...sent.values()].reduce((sum, own) => sum + own.size, 0));
    expect(Number(bytes) / Number(samples)).toBeLessThan(4);
  }, 120_000);

  it('are harmless when they are sent again', async () => {
    for (const file of files.slice(0, 5)) expect((await ingest.write(readFileSync(new URL(file, FOLDER)))).status).toBe(204);
    await expectAllReadBack();
  }, 60_000);
});

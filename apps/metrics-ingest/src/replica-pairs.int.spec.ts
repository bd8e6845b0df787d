import { identifySeries, ReplicaElections, SampleHistory } from '@cloudops/domain-series';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';
import { ElectReplica } from './use-cases/elect-replica.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';

const start = Date.parse('2026-11-23T07:20:00Z');

describe('a pair of Prometheus', () => {
  let ingest: RunningIngest;
  let now = start;
  beforeAll(async () => {
    ingest = await RunningIngest.start();
    await ingest.allowSender();
    jest.spyOn(ingest.app.get(Clock), 'now').mockImplementation(() => now);
  }, 60_000);
  afterAll(() => ingest.stop());

  const series = { __name__: 'requests_total', job: 'api' };
  /** One request of one of the two, at a time of its own as two Prometheus never scrape at the same moment. */
  const send = async (replica: string, time: number, value: number, cluster = 'eu') =>
    (await ingest.write(writeBody({ labels: { ...series, cluster, __replica__: replica }, time, value }))).status;
  const stored = async (labels: Record<string, string>) => {
    const { id } = identifySeries(labels);
    const samples = (await ingest.app.get(SampleHistory).read([id], start - 1e6, start + 1e6)).get(id);
    return [...(samples?.times ?? [])].map((time, i) => [time - start, samples!.values[i]]);
  };
  const metric = async (name: string) => {
    const text = await (await fetch(`${await ingest.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };

  it('is heard through one of the two, and both are told that all is well', async () => {
    const before = await metric('cloudops_ingest_samples_standby_total');
    for (let i = 0; i < 3; i++) {
      now = start + i * 5_000;
      expect(await send('a', now, i)).toBe(204);
      expect(await send('b', now + 700, i + 100)).toBe(204);
    }
    expect(await stored({ ...series, cluster: 'eu' })).toEqual([
      [0, 0],
      [5_000, 1],
      [10_000, 2],
    ]);
    expect(await stored({ ...series, cluster: 'eu', __replica__: 'a' })).toEqual([]);
    expect((await metric('cloudops_ingest_samples_standby_total')) - before).toBe(3);
  });

  it('goes over to the other one after 30 s of silence, not before, and does not go back', async () => {
    now = start + 10_000 + 29_000;
    expect(await send('b', now, 7)).toBe(204);
    now = start + 10_000 + 30_000;
    expect(await send('b', now, 8)).toBe(204);
    now += 1_000;
    expect(await send('a', now, 9)).toBe(204);
    expect((await stored({ ...series, cluster: 'eu' })).slice(3)).toEqual([[40_000, 8]]);
  });

  it('is the same for every process: the election is in Postgres', async () => {
    const another = new ElectReplica(ingest.app.get(ReplicaElections), ingest.app.get(Clock));
    expect(await another.execute('remote-write:k1', 'eu', 'a')).toBe(false);
    expect(await another.execute('remote-write:k1', 'eu', 'b')).toBe(true);
  });

  it('does not touch other clusters, nor series that name no replica', async () => {
    expect(await send('a', now, 1, 'us')).toBe(204);
    expect(await stored({ ...series, cluster: 'us' })).toEqual([[now - start, 1]]);
    expect((await ingest.write(writeBody({ labels: { ...series, cluster: 'eu', instance: 'x' }, time: now, value: 3 }))).status).toBe(204);
    expect(await stored({ ...series, cluster: 'eu', instance: 'x' })).toEqual([[now - start, 3]]);
  });
});

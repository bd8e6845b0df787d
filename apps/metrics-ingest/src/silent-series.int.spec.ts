import { PromqlQuery } from '@cloudops/contracts';
import type { IdentityCache } from '@cloudops/domain-series';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';
import { DecodeWrite } from './use-cases/decode-write.ts';
import { SeriesRegister } from './use-cases/series-register.ts';

const LIMIT = 5;
const MINUTE = 60_000;
const start = Date.now();

describe('series that fall silent', () => {
  let ingest: RunningIngest;
  let now = start;
  beforeAll(async () => {
    ingest = await RunningIngest.start({ MAX_SERIES: String(LIMIT), MAX_SERIES_PER_METRIC: String(LIMIT) });
    await ingest.allowSender();
    jest.spyOn(ingest.app.get(Clock), 'now').mockImplementation(() => now);
  }, 60_000);
  afterAll(() => ingest.stop());

  const send = async (pod: string): Promise<number> =>
    (await ingest.write(writeBody({ labels: { __name__: 'up', pod }, time: now, value: 1 }))).status;
  const found = async (time: number): Promise<string[]> => {
    const pods: string[] = [];
    for await (const { series } of (await ingest.bus('gateway')).requestStream(PromqlQuery, { query: 'up', time }))
      pods.push(...series.map(({ metric }) => metric['pod']!));
    return pods.sort();
  };
  const pods = (generation: string) => Array.from({ length: LIMIT }, (_, i) => `${generation}${i}`);

  it('count as series for a day, then make room by themselves', async () => {
    for (const pod of pods('a')) expect(await send(pod)).toBe(204);
    expect(await send('b0')).toBe(400);
    now = start + 23 * 60 * MINUTE;
    expect(await send('b0')).toBe(400);
    now = start + 25 * 60 * MINUTE;
    expect(await send('a0')).toBe(204); // one of them goes on
    for (const pod of pods('b').slice(1)) expect(await send(pod)).toBe(204);
    expect(await send('b0')).toBe(400);
    expect(ingest.app.get(SeriesRegister).size).toBe(LIMIT);
  });

  it('are answered from as before, and are taken back when there is room', async () => {
    expect(await found(start)).toEqual(pods('a'));
    expect(await found(now)).toEqual(['a0', ...pods('b').slice(1)]);
    expect(await send('a1')).toBe(400);
    now += 25 * 60 * MINUTE;
    expect(await send('a1')).toBe(400); // samples of the day before may still be coming
    now += 11 * MINUTE;
    expect(await send('a1')).toBe(204);
    expect(await found(now)).toEqual(['a1']);
    expect(await found(start)).toEqual(pods('a'));
  });

  it('leave the cache of those who send', async () => {
    const { cache } = ingest.app.get<{ cache: IdentityCache }>(DecodeWrite);
    const tidy = jest.spyOn(cache, 'tidy');
    now += 11 * MINUTE;
    await send('a1');
    await send('a1');
    expect(tidy.mock.calls).toEqual([[ingest.app.get(SeriesRegister).size]]);
  });
});

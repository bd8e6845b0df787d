import { ListSeries, QueryExemplars, QueryHistograms } from '@cloudops/contracts';
import { Exemplars, NativeHistograms, parseSelector, SeriesCatalogue } from '@cloudops/domain-series';
import { waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { messageV2 } from './testing/mutated-bodies.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { ExpireAttachments } from './use-cases/expire-attachments.ts';
import { compress } from 'snappyjs';

const now = Date.now();
const V2 = { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' };

describe('native histograms, exemplars and metadata', () => {
  let ingest: RunningIngest;
  beforeAll(async () => {
    ingest = await RunningIngest.start();
    await ingest.allowSender();
  }, 60_000);
  afterAll(() => ingest.stop());

  const send = async (time: number) => {
    const response = await ingest.write(compress(messageV2(time)), V2);
    const written = (what: string) => Number(response.headers.get(`x-prometheus-remote-write-${what}-written`));
    return [response.status, written('samples'), written('histograms'), written('exemplars')];
  };
  const query = { matchers: parseSelector('fuzzed_v2{job="fuzz"}'), from: now - 1e6, to: now + 1e6 };
  const all = async <T>(chunks: AsyncIterable<T>) => {
    const found: T[] = [];
    for await (const chunk of chunks) found.push(chunk);
    return found;
  };

  it('are written, counted, and read back over the bus; a repetition changes nothing', async () => {
    expect(await send(now)).toEqual([204, 1, 1, 1]);
    expect(await send(now)).toEqual([204, 1, 1, 1]);
    const gateway = await ingest.bus('gateway');
    const series = expect.objectContaining({ name: 'fuzzed_v2', type: 'histogram' });
    expect(await all(gateway.requestStream(QueryHistograms, query))).toEqual([
      {
        series,
        histogram: {
          ...{ time: now, count: 3, sum: 1, schema: 0, zeroThreshold: 0, zeroCount: 0, customValues: [], resetHint: 'unknown' },
          positive: { spans: [{ offset: 0, length: 2 }], counts: [1, 2] },
          negative: { spans: [], counts: [] },
        },
      },
    ]);
    expect(await all(gateway.requestStream(QueryExemplars, query))).toEqual([{ series, time: now, value: 1, labels: { trace_id: 'abc' } }]);
  });

  it('give series their type, also one that was known without', async () => {
    const gateway = await ingest.bus('gateway');
    expect((await gateway.request(ListSeries, { matchers: parseSelector('fuzzed_v2') })).series).toMatchObject([{ type: 'histogram' }]);
  });

  it('are not acknowledged when they could not be stored', async () => {
    const admin = new Client({ connectionString: ingest.servers.adminUrl });
    await admin.connect();
    await admin.query('alter table metrics_ingest.exemplars rename to hidden');
    expect((await send(now + 1))[0]).toBe(503);
    await admin.query('alter table metrics_ingest.hidden rename to exemplars');
    await admin.end();
    expect(await waitFor(() => send(now + 1))).toEqual([204, 1, 1, 1]);
  });

  it('go when they are older than retention', async () => {
    await ingest.app.get(ExpireAttachments).execute(now + 1);
    const ids = (await ingest.app.get(SeriesCatalogue).find({ selectors: [parseSelector('fuzzed_v2')] }, 1)).map(({ id }) => id);
    expect((await ingest.app.get(NativeHistograms).read(ids, 0, now + 10, 10)).map(({ time }) => time)).toEqual([now + 1]);
    expect((await ingest.app.get(Exemplars).read(ids, 0, now + 10, 10)).map(({ time }) => time)).toEqual([now + 1]);
  });
});

import { decodeBatch, LatestPoints, MetricsBatch, ReplayBatches, SamplesApplied, splitBatches } from '@cloudops/contracts';
import { identifySeries, Journal, partitionOf, SampleHistory, SeriesCatalogue, seriesIdText } from '@cloudops/domain-series';
import { Bus } from '@cloudops/platform-bus';
import { waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';
import { dyingTransactions } from './testing/dying-transactions.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';
import { CompactHistory } from './use-cases/compact-history.ts';
import { ExpireSamples } from './use-cases/expire-samples.ts';
import { FoldJournal } from './use-cases/fold-journal.ts';

const HOUR = 3_600_000;
const start = Math.floor(Date.now() / (2 * HOUR)) * 2 * HOUR - 6 * HOUR;
const labels = { __name__: 'h_total', job: 'history' };
const { id } = identifySeries(labels);
const partition = partitionOf(id, 4);

describe('journal and history', () => {
  let ingest: RunningIngest;
  const sent: [number, number][] = [];
  const send = async (count: number) => {
    const next = Array.from({ length: count }, (_, i): [number, number] => [start + (sent.length + i) * 60_000, sent.length + i]);
    expect((await ingest.write(writeBody(...next.map(([time, value]) => ({ labels, time, value }))))).status).toBe(204);
    sent.push(...next);
  };
  const read = async () => {
    const samples = (await ingest.app.get(SampleHistory).read([id], 0, Date.now())).get(id);
    return [...(samples?.times ?? [])].map((time, i): [number, number] => [time, samples!.values[i]!]);
  };
  const sequenced = () =>
    waitFor(async () => (await ingest.database.query<unknown[]>('select 1 from journal where seq is null')).length === 0);

  beforeAll(async () => {
    ingest = await RunningIngest.start();
    await ingest.allowSender();
  }, 60_000);
  afterAll(() => ingest.stop());

  it('reads every sample exactly once while it is folded, merged and added to', async () => {
    let reads = 0;
    let done = false;
    const reader = (async () => {
      while (!done) {
        const atLeast = sent.length;
        const seen = await read();
        expect(seen.length).toBeGreaterThanOrEqual(atLeast);
        expect(seen).toEqual(Array.from(seen, (_, i) => [start + i * 60_000, i]));
        reads += 1;
      }
    })();
    for (let round = 0; round < 12; round++) {
      await send(25);
      await sequenced();
      await ingest.app.get(CompactHistory).execute();
    }
    done = true;
    await reader;
    expect(await read()).toEqual(sent);
    expect(reads).toBeGreaterThan(5);
    const levels: { level: number }[] = await ingest.database.query('select distinct level from chunks order by level');
    expect(levels.map(({ level }) => level)).toContain(2);
  }, 60_000);

  it('keeps the number of partitions that it was begun with, whatever is asked for later', async () => {
    const before = await read();
    expect(before).toEqual(sent);
    await ingest.app.close();
    await ingest.boot({ PARTITIONS: '1' });
    expect(await read()).toEqual(before);
    expect(await ingest.database.query<{ n: string }[]>('select count(*) as n from partitions')).toEqual([{ n: '4' }]);
    await send(1);
    expect(await read()).toEqual(sent);
  }, 60_000);

  it('loses and doubles nothing when a fold dies before its commit, and when it is repeated', async () => {
    await send(10);
    await sequenced();
    const history = ingest.app.get(SampleHistory);
    const before = (await ingest.app.get(Journal).position(partition)).foldedSeq;
    const dying = dyingTransactions();
    await expect(ingest.app.get(FoldJournal).execute(partition)).rejects.toThrow('killed before commit');
    dying.mockRestore();
    expect(await read()).toEqual(sent);
    await ingest.app.get(FoldJournal).execute(partition);
    expect((await ingest.app.get(Journal).position(partition)).foldedSeq).toBeGreaterThan(before);
    expect(await history.fold(partition, { after: before, upTo: before + 1n }, [])).toBe(false);
    expect(await read()).toEqual(sent);
  });

  it('goes on after a restart: order, repetitions and seq are remembered', async () => {
    await ingest.app.close();
    await ingest.boot();
    const [time, value] = sent.at(-1)!;
    expect((await ingest.write(writeBody({ labels, time, value }))).status).toBe(204);
    expect((await ingest.write(writeBody({ labels, time, value: value + 1 }))).status).toBe(400);
    await send(5);
    expect(await read()).toEqual(sent);
  }, 30_000);

  it('publishes each batch once, in order, and again after a crash between publishing and the mark', async () => {
    await sequenced();
    const journal = ingest.app.get(Journal);
    const { lastSeq } = await waitFor(async () => {
      const position = await journal.position(partition);
      return position.publishedSeq === position.lastSeq && position;
    });
    const published: bigint[] = [];
    const bus = ingest.app.get(Bus);
    const publish = jest
      .spyOn(bus as { publish: (...args: unknown[]) => Promise<unknown> }, 'publish')
      .mockImplementation((contract, body) => {
        if (contract === MetricsBatch) published.push(...splitBatches(body as Uint8Array).map((batch) => decodeBatch(batch).seq));
        return Promise.resolve({ duplicate: false, seq: 1 });
      });
    await ingest.database.query('update partitions set published_seq = last_seq - 2 where partition = $1', [partition]);
    await waitFor(() => published.length >= 2);
    expect(published.slice(0, 2)).toEqual([lastSeq - 1n, lastSeq]);
    publish.mockRestore();
  });

  it('replays the journal from a seq on', async () => {
    const bus = await ingest.bus('anomaly');
    const { lastSeq } = await ingest.app.get(Journal).position(partition);
    const seqs: bigint[] = [];
    for await (const { batch, oldestSeq } of bus.requestStream(ReplayBatches, { partition, fromSeq: '3' })) {
      seqs.push(decodeBatch(Buffer.from(batch, 'base64')).seq);
      expect(oldestSeq).toBe('1');
    }
    expect(seqs).toEqual(Array.from({ length: Number(lastSeq) - 2 }, (_, i) => BigInt(i + 3)));
  });

  it('keeps the journal until consumers have applied it, then trims what is folded', async () => {
    await ingest.app.get(CompactHistory).execute();
    const journal = ingest.app.get(Journal);
    const { lastSeq, oldestSeq } = await waitFor(async () => {
      const position = await journal.position(partition);
      return position.publishedSeq === position.lastSeq && position;
    });
    expect(oldestSeq).toBe(1n);
    const bus = await ingest.bus('anomaly');
    await bus.publish(SamplesApplied, { partition, seq: String(lastSeq - 1n) }, { id: 'applied-1' });
    await waitFor(async () => (await ingest.database.query<unknown[]>('select 1 from watermarks')).length > 0);
    await ingest.app.get(ExpireSamples).execute();
    expect((await journal.position(partition)).oldestSeq).toBe(lastSeq);
    expect(await read()).toEqual(sent);
  });

  it('answers the latest point of many views, null where there is none', async () => {
    const time = Date.now() - 1000;
    await ingest.write(writeBody({ labels, time: time - 1000, value: 1e6 }, { labels, time, value: 1e6 + 5 }));
    const bus = await ingest.bus('gateway');
    const series = seriesIdText(id);
    const { points } = await bus.request(LatestPoints, {
      views: [
        { kind: 'value', series },
        { kind: 'rate', series },
        { kind: 'value', series: 'f'.repeat(16) },
      ],
    });
    expect(points).toEqual([[time, 1e6 + 5], [time, 5], null]);
  });

  it('forgets what is beyond retention, the series too', async () => {
    await sequenced();
    await ingest.app.get(CompactHistory).execute();
    jest.spyOn(ingest.app.get(Clock), 'now').mockImplementation(() => Date.now() + 92 * 24 * HOUR);
    await ingest.app.get(CompactHistory).execute();
    expect(await read()).toEqual([]);
    expect(await ingest.app.get(SeriesCatalogue).describe([id])).toEqual([]);
    await ingest.app.get(CompactHistory).execute(); // what is written of them goes, too
    expect(await ingest.database.query('select sum(series)::integer as series from series_segments where kind = 0')).toEqual([
      { series: null },
    ]);
  });
});

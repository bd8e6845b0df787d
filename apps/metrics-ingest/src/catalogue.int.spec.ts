import { ListSeries, PromqlLabelValues, PromqlMetadata } from '@cloudops/contracts';
import { identifySeries, Journal, parseSelector, SeriesCatalogue, type SeriesRecord } from '@cloudops/domain-series';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DataSource } from 'typeorm';
import { LiveCatalogue } from './outbound/live-catalogue.ts';
import { PostgresCatalogue } from './outbound/postgres-catalogue.ts';
import { RunningIngest } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';
import { SeriesRegister } from './use-cases/series-register.ts';

const now = Date.now();
const DAY = 86_400_000;

describe('the catalogue', () => {
  let ingest: RunningIngest;
  let other: SeriesCatalogue;
  beforeAll(async () => {
    ingest = await RunningIngest.start();
    await ingest.allowSender();
    other = anotherProcess();
  }, 60_000);
  afterAll(() => ingest.stop());

  const anotherProcess = () => new PostgresCatalogue(ingest.database, new LiveCatalogue(ingest.database));
  const own = () => ingest.app.get(SeriesCatalogue);
  const send = async (name: string, ...values: number[]) => {
    const samples = values.map((i) => ({ labels: { __name__: name, i: String(i), all: 'yes' }, time: now, value: 1 }));
    expect((await ingest.write(writeBody(...samples))).status).toBe(204);
  };
  const listed = async (catalogue: SeriesCatalogue, selector: string) =>
    (await catalogue.labelValues('i', { selectors: [parseSelector(selector)] })).map(Number).sort((a, b) => a - b);
  const segments = async (kind = 0): Promise<number[]> =>
    (await ingest.database.query<{ series: number }[]>('select series from series_segments where kind = $1 order by id', [kind])).map(
      ({ series }) => series,
    );
  const record = (name: string, lastAt: number, source = 'host'): SeriesRecord => ({
    ...{ identity: identifySeries({ __name__: name }), source, lastAt },
    entity: { environment: 'test', kind: 'host', id: 'a' },
  });

  it('shows every process what any of them committed, also while small segments become one', async () => {
    for (let i = 0; i < 6; i++) {
      await send('grown', 2 * i, 2 * i + 1);
      const expected = Array.from({ length: 2 * i + 2 }, (_, value) => value);
      expect(await listed(own(), 'grown{all="yes"}')).toEqual(expected);
      expect(await listed(other, 'grown{i=~"[0-9]+"}')).toEqual(expected);
      expect(await listed(anotherProcess(), '{i!="",__name__!~"x.*"}')).toEqual(expected);
      if (i % 2 === 1) await own().tidy();
    }
    expect(await segments()).toEqual([12]);
  });

  it('knows nothing of what was not committed', async () => {
    const real = DataSource.prototype.transaction;
    const dying = jest.spyOn(DataSource.prototype, 'transaction').mockImplementationOnce(function (this: DataSource, ...args: unknown[]) {
      const work = args.at(-1) as (manager: unknown) => Promise<unknown>;
      return real.call(this, 'READ COMMITTED', async (manager: unknown) => {
        await work(manager);
        throw new Error('killed before commit');
      });
    });
    await expect(ingest.app.get(Journal).append([], [record('lost', now)])).rejects.toThrow('killed before commit');
    dying.mockRestore();
    for (const catalogue of [own(), other, anotherProcess()])
      expect(await catalogue.find({ selectors: [parseSelector('lost')] }, 9)).toEqual([]);
  });

  it('keeps the newest owner of a series through merges and restarts', async () => {
    await ingest.app.get(Journal).append([], [record('owned', now)]);
    await own().tidy();
    await ingest.app.get(Journal).append([], [record('owned', now, 'remote-write:k1')]);
    await send('after', 1);
    const { id } = identifySeries({ __name__: 'owned' });
    const sources = async () =>
      Promise.all([own(), other, anotherProcess()].map(async (catalogue) => (await catalogue.describe([id]))[0]?.source));
    expect(await sources()).toEqual(['remote-write:k1', 'remote-write:k1', 'remote-write:k1']);
    await own().tidy();
    expect(await sources()).toEqual(['remote-write:k1', 'remote-write:k1', 'remote-write:k1']);
  });

  it('lets go of series everywhere, and takes them back', async () => {
    const late = anotherProcess();
    await ingest.app.get(Journal).append([], [record('old', now - 20 * DAY), record('quiet', now - 2 * DAY)]);
    const names = async (catalogue: SeriesCatalogue, from?: number) =>
      (await catalogue.labelValues('__name__', { selectors: [parseSelector('{__name__=~"old|quiet"}')], from })).join();
    expect(await names(late)).toBe('old,quiet');
    await own().retire(now - 15 * DAY, now - DAY);
    expect([await names(own()), await names(late), await names(anotherProcess())]).toEqual(['quiet', 'quiet', 'quiet']);
    expect([await names(own(), now - 3 * DAY), await names(own(), now - DAY)]).toEqual(['quiet', '']);
    await ingest.app.get(Journal).append([], [record('old', now)]);
    await own().tidy(); // the old record goes, the new one stays
    expect([await names(own()), await names(late), await names(anotherProcess())]).toEqual(['old,quiet', 'old,quiet', 'old,quiet']);
    expect(await segments(2)).toEqual([]);
    expect(await segments(3)).toEqual([1]);
  });

  it('forgets in intake what was silent for a day, not in the catalogue', async () => {
    await ingest.app.close();
    await ingest.boot();
    expect((await own().known(now - DAY)).get(identifySeries({ __name__: 'quiet' }).id)).toBeUndefined();
    await ingest.app.get(SeriesRegister).tidy();
    expect(await own().find({ selectors: [parseSelector('quiet')] }, 1)).toHaveLength(1);
    other = anotherProcess();
  });

  it('takes declarations of families for all series, and keeps the first help', async () => {
    const family = { type: 'gauge', help: 'Its size', unit: 'bytes' } as const;
    await own().declare(new Map([['grown', family]]), 100);
    await own().declare(new Map([['grown', { type: 'counter', help: 'Another' }]]), 100);
    await own().tidy();
    expect(await segments(1)).toEqual([1]);
    const gateway = await ingest.bus('gateway');
    const { series } = await gateway.request(ListSeries, { matchers: parseSelector('grown{i="1"}') });
    expect(series).toMatchObject([{ type: 'counter' }]);
    for await (const { metrics } of gateway.requestStream(PromqlMetadata, { metric: 'grown' }))
      expect(metrics).toEqual([{ ...family, name: 'grown', type: 'counter' }]);
    expect((await anotherProcess().metadata('grown', 10)).get('grown')).toEqual({ ...family, type: 'counter' });
  });

  it('answers label values of what did not fall silent before a time', async () => {
    const gateway = await ingest.bus('gateway');
    const values = async (from?: number) => {
      const found: string[] = [];
      for await (const piece of gateway.requestStream(PromqlLabelValues, { label: '__name__', selectors: [], from }))
        found.push(...piece.values);
      return found;
    };
    expect(await values()).toContain('quiet');
    expect(await values(now - DAY)).not.toContain('quiet');
    expect(await values(now - DAY)).toContain('grown');
  });

  it('refuses a cursor that it did not give', async () => {
    await expect(own().list({ matchers: [], limit: 1, cursor: 'x' })).rejects.toMatchObject({ code: 'cursor', field: 'cursor' });
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { ApiKeyChanged, decodeBatch, LatestPoints, ListSeries, QuerySamples, QueryView, type Problem } from '@cloudops/contracts';
import { parseSelector } from '@cloudops/domain-series';
import { waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningIngest, sha256, WRITE_KEY } from './testing/running-ingest.ts';
import { writeBody } from './testing/write-body.ts';

const now = Date.now();
const one = (value = 1, time = now, labels = {}) =>
  writeBody({ labels: { __name__: 'm', job: 'api', instance: 'a:1', ...labels }, time, value });

describe('remote_write', () => {
  let ingest: RunningIngest;
  beforeAll(async () => {
    ingest = await RunningIngest.start({ MAX_BODY_BYTES: '20000', MAX_DECODED_BYTES: '50000' });
    await ingest.allowSender();
  }, 60_000);
  afterAll(() => ingest.stop());

  const problem = async (response: Promise<Response>) => {
    const { status, headers, ...rest } = await response;
    void rest;
    const body = (await (await response).json()) as Problem;
    expect(headers.get('content-type')).toContain('application/problem+json');
    return { ...body, status };
  };
  const points = async (selector: string) => {
    const found: [number, number | null][] = [];
    const bus = await ingest.bus('gateway');
    for await (const chunk of bus.requestStream(QuerySamples, { matchers: parseSelector(selector), from: 0, to: now + 1e6 }))
      found.push(...chunk.points);
    return found;
  };

  it('answers 204 after the commit, and the sample is readable at once', async () => {
    const response = await ingest.write(one(7));
    expect([response.status, await response.text()]).toEqual([204, '']);
    expect(await points('m{job="api"}')).toEqual([[now, 7]]);
  });

  it('takes basic authentication with the key as password', async () => {
    const basic = Buffer.from(`prometheus:${WRITE_KEY}`).toString('base64');
    expect((await ingest.write(one(7), { authorization: `Basic ${basic}` })).status).toBe(204);
  });

  it('ignores a repetition, refuses another value at the same time and keeps the rest', async () => {
    expect((await ingest.write(one(7))).status).toBe(204);
    const mixed = writeBody(
      { labels: { __name__: 'm', job: 'api', instance: 'a:1' }, time: now, value: 8 },
      { labels: { __name__: 'm', job: 'api', instance: 'a:1' }, time: now + 1000, value: 9 },
    );
    const refused = await problem(ingest.write(mixed));
    expect(refused).toMatchObject({ status: 400, code: 'samples-refused', field: 'm', retryable: false });
    expect(refused.detail).toContain('1 conflicting-value');
    expect(await points('m{job="api"}')).toEqual([
      [now, 7],
      [now + 1000, 9],
    ]);
  });

  it('accepts what is a little late, refuses what is too late', async () => {
    expect((await ingest.write(one(5, now - 60_000))).status).toBe(204);
    expect(await problem(ingest.write(one(5, now - 3 * 3_600_000)))).toMatchObject({
      status: 400,
      detail: expect.stringContaining('out-of-order'),
    });
    expect((await points('m{job="api"}'))[0]).toEqual([now - 60_000, 5]);
  });

  it.each([
    ['a wrong key', () => ingest.write(one(), { authorization: 'Bearer nonsense' }), 401, undefined],
    ['no key', () => ingest.write(one(), { authorization: '' }), 401, undefined],
    ['another content type', () => ingest.write(one(), { 'content-type': 'application/json' }), 415, undefined],
    ['another message', () => ingest.write(one(), { 'content-type': 'application/x-protobuf;proto=some.Other' }), 415, 'content-type'],
    [
      '1.0 under the name of 2.0',
      () => ingest.write(one(), { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' }),
      400,
      'content-type',
    ],
    ['another encoding', () => ingest.write(one(), { 'content-encoding': 'gzip' }), 415, undefined],
    ['no snappy', () => ingest.write(Buffer.from('hello')), 400, 'body'],
    ['a bad label', () => ingest.write(one(1, now, { '': 'x' })), 400, 'timeseries[0].labels[0].name'],
    ['an oversized body', () => ingest.write(new Uint8Array(30_000)), 413, 'body'],
    ['a bomb', () => ingest.write(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0)), 413, undefined],
  ])('refuses %s', async (_, send, status, field) => {
    const { field: named, ...rest } = await problem(send());
    expect(rest.status).toBe(status);
    if (field !== undefined) expect(named).toBe(field);
  });

  it('derives the entity from labels, the source from the key, the type from the name', async () => {
    await ingest.write(
      writeBody(
        { labels: { __name__: 'node_cpu_seconds_total', job: 'node', instance: 'web-1:9100', cpu: '0' }, time: now, value: 1 },
        { labels: { __name__: 'q', job: 'api', instance: 'b:2' }, time: now, value: 1 },
      ),
    );
    const bus = await ingest.bus('gateway');
    const listed = await bus.request(ListSeries, { matchers: parseSelector('{job=~"node|api",instance!="a:1"}') });
    expect(listed).toMatchObject({
      cursor: null,
      series: [
        {
          name: 'node_cpu_seconds_total',
          type: 'counter',
          entity: { environment: 'test', kind: 'host', id: 'web-1' },
          source: 'remote-write:k1',
        },
        { name: 'q', type: 'unknown', entity: { kind: 'target', id: 'b:2' } },
      ],
    });
  });

  it('pages through series without losing or repeating one', async () => {
    await ingest.write(
      writeBody(...Array.from({ length: 23 }, (_, i) => ({ labels: { __name__: 'page', i: String(i) }, time: now, value: i }))),
    );
    const bus = await ingest.bus('gateway');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await bus.request(ListSeries, { matchers: parseSelector('page'), limit: 5, cursor });
      seen.push(...page.series.map(({ labels }) => labels['i']!));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, i) => i));
  });

  it('shows a view 50 ms after the commit', async () => {
    const labels = { __name__: 'fresh_total', job: 'api' };
    await waitFor(async () => (await ingest.bus('remediation')).request(LatestPoints, { views: [] })); // connected
    await ingest.write(writeBody({ labels, time: now - 2000, value: 10 }, { labels, time: now, value: 30 }));
    await delay(50);
    const bus = await ingest.bus('remediation');
    const gateway = await ingest.bus('gateway');
    const { series } = await gateway.request(ListSeries, { matchers: parseSelector('fresh_total') });
    const view = { kind: 'rate', series: series[0]!.id } as const;
    expect(await bus.request(QueryView, { view, from: now - 1000, to: now + 1000 })).toEqual({ points: [[now, 10]] });
  });

  it('numbers journal rows densely and publishes them in order', async () => {
    const rows = await waitFor(async () => {
      const all: { partition: number; seq: string | null; body: Buffer }[] = await ingest.database.query(
        'select partition, seq, body from journal order by partition, seq',
      );
      return all.every(({ seq }) => seq !== null) && all;
    });
    for (const partition of new Set(rows.map((row) => row.partition))) {
      const seqs = rows.filter((row) => row.partition === partition).map(({ seq }) => Number(seq));
      expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    }
    expect(decodeBatch(rows[0]!.body).series.length).toBeGreaterThan(0);
    await waitFor(async () => {
      const left: unknown[] = await ingest.database.query('select 1 from partitions where published_seq < last_seq');
      return left.length === 0;
    });
  });

  it('lets a revoked key in no more, and ignores an older revision that comes late', async () => {
    const gateway = await ingest.bus('gateway');
    const key = { id: 'k2', hash: sha256('second'), scope: 'write', expiresAt: null } as const;
    const status = async () => (await ingest.write(one(), { authorization: 'Bearer second' })).status;
    await gateway.publish(ApiKeyChanged, { ...key, revoked: false, revision: 2 }, { id: 'key-2-2' });
    await waitFor(async () => (await status()) !== 401);
    await gateway.publish(ApiKeyChanged, { ...key, revoked: true, revision: 3 }, { id: 'key-2-3' });
    await waitFor(async () => (await status()) === 401);
    await gateway.publish(ApiKeyChanged, { ...key, revoked: false, revision: 1 }, { id: 'key-2-1' });
    await waitFor(async () => (await ingest.database.query<unknown[]>(`select 1 from inbox where event_id = 'key-2-1'`)).length > 0);
    expect(await status()).toBe(401);
  });

  it('does not let a write key speak through a series of another source', async () => {
    await ingest.write(one(1, now, { job: 'owned' }));
    const gateway = await ingest.bus('gateway');
    await gateway.publish(
      ApiKeyChanged,
      { id: 'k3', hash: sha256('third'), scope: 'write', expiresAt: null, revoked: false, revision: 1 },
      { id: 'key-3' },
    );
    await waitFor(async () => (await ingest.write(new Uint8Array(1), { authorization: 'Bearer third' })).status !== 401);
    const foreign = await problem(ingest.write(one(99, now + 500, { job: 'owned' }), { authorization: 'Bearer third' }));
    expect(foreign.detail).toContain('foreign-source');
    expect(await points('m{job="owned"}')).toEqual([[now, 1]]);
  });

  it('shows what it did on /metrics', async () => {
    const text = await (await fetch(`${await ingest.url}/metrics`)).text();
    expect(text).toMatch(/cloudops_ingest_requests_total\{outcome="ok"\} [1-9]/);
    expect(text).toMatch(/cloudops_ingest_samples_refused_total\{reason="conflicting-value"\} [1-9]/);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListSeries, ListTargets, RegisterTarget, RemoveTarget, type SeriesDescriptor } from '@cloudops/contracts';
import { bitsOf, isStale, parseSelector, parseSeriesId, SampleHistory } from '@cloudops/domain-series';
import { waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExposingTarget } from './testing/exposing-target.ts';
import { RunningIngest } from './testing/running-ingest.ts';

const entity = (id: string) => ({ environment: 'test', kind: 'workload' as const, id });

describe('scraping', () => {
  let ingest: RunningIngest;
  let target: ExposingTarget;
  let declared: ExposingTarget;
  let folder: string;

  beforeAll(async () => {
    [target, declared] = [await ExposingTarget.start(), await ExposingTarget.start()];
    folder = await mkdtemp(join(tmpdir(), 'cloudops-targets-'));
    declared.text = 'from_file 1 5\ngo_goroutines 7\n';
    const file = join(folder, 'targets.yaml');
    await writeFile(
      file,
      `targets:\n  - job: declared\n    url: ${declared.url}\n    intervalMs: 500\n    entity: {environment: test, kind: service, id: filed}\n` +
        `    honorTimestamps: false\n    relabel:\n      - {action: drop, sourceLabels: [__name__], regex: 'go_.*'}\n` +
        `      - {sourceLabels: [instance], regex: '(.*):.*', targetLabel: host}\n`,
    );
    ingest = await RunningIngest.start({ TARGETS_FILE: file });
  }, 60_000);
  afterAll(async () => {
    await ingest.stop();
    await Promise.all([target.stop(), declared.stop(), rm(folder, { recursive: true })]);
  });

  const find = async (selector: string): Promise<SeriesDescriptor | undefined> => {
    const bus = await ingest.bus('gateway');
    return (await bus.request(ListSeries, { matchers: parseSelector(selector) })).series[0];
  };
  /** Newest sample of the first series that matches: its value, or that it went stale. */
  const newest = async (selector: string): Promise<number | 'stale' | undefined> => {
    const series = await find(selector);
    if (series === undefined) return undefined;
    const samples = (await ingest.app.get(SampleHistory).read([parseSeriesId(series.id)], 0, Date.now() + 1000)).get(
      parseSeriesId(series.id),
    );
    if (samples === undefined) return undefined;
    const last = samples.times.length - 1;
    return isStale(bitsOf(samples.values), last) ? 'stale' : samples.values[last];
  };
  const health = async (job: string) =>
    (await (await ingest.bus('gateway')).request(ListTargets, {})).targets.find((each) => each.job === job);

  it('scrapes the targets of the file, under their entity', async () => {
    await waitFor(async () => (await newest('from_file')) === 1);
    expect(await find('from_file')).toMatchObject({
      entity: { kind: 'service', id: 'filed' },
      source: 'scrape:declared',
      labels: { job: 'declared', instance: declared.host, host: '127.0.0.1' },
    });
    expect(await find('go_goroutines')).toBeUndefined();
  });

  it('scrapes a registered target, adds its reports, and takes types from the exposition', async () => {
    target.text =
      '# TYPE work_total counter\nwork_total{path="/"} 5\n# TYPE lat summary\nlat_sum 2\nlat_count 4\nlat{quantile="0.5"} NaN\n';
    const bus = await ingest.bus('gateway');
    await bus.request(RegisterTarget, { job: 'web', url: target.url, intervalMs: 500, entity: entity('web'), labels: { zone: 'a' } });
    await waitFor(async () => (await newest('work_total')) === 5);
    expect(await find('work_total')).toMatchObject({
      type: 'counter',
      labels: { path: '/', zone: 'a', job: 'web' },
      entity: entity('web'),
    });
    expect((await find('lat_sum'))!.type).toBe('summary');
    expect(await newest('up{job="web"}')).toBe(1);
    expect(await newest('scrape_samples_scraped{job="web"}')).toBe(4);
    expect(await newest('scrape_duration_seconds{job="web"}')).toBeGreaterThan(0);
    expect(await waitFor(() => health('web'))).toMatchObject({ health: 'up', lastError: null, lastSamples: 4 });
  });

  it('marks a series stale that vanished, and all of them when the target fails', async () => {
    target.text = '# TYPE work_total counter\nwork_total{path="/"} 6\n';
    await waitFor(async () => (await newest('lat_sum')) === 'stale');
    target.status = 500;
    await waitFor(async () => (await newest('up{job="web"}')) === 0);
    expect(await newest('work_total')).toBe('stale');
    expect(
      await waitFor(async () => {
        const it = await health('web');
        return it?.health === 'down' && it;
      }),
    ).toMatchObject({ lastError: 'The target answered 500' });
    target.status = 200;
    target.text = 'work_total{path="/"} oops\n';
    await waitFor(async () => (await health('web'))?.lastError?.startsWith('Line 1'));
  });

  it('fails a scrape over its sample limit', async () => {
    const bus = await ingest.bus('gateway');
    target.text = 'many{i="1"} 1\nmany{i="2"} 1\n';
    await bus.request(RegisterTarget, { job: 'few', url: target.url, intervalMs: 500, entity: entity('few'), sampleLimit: 1 });
    await waitFor(async () => (await newest('up{job="few"}')) === 0);
    expect((await waitFor(() => health('few')))?.lastError).toContain('more than 1 samples');
    expect(await find('many{job="few"}')).toBeUndefined();
    expect(await newest('scrape_samples_post_metric_relabeling{job="few"}')).toBe(2);
    await bus.request(RemoveTarget, { job: 'few' });
  });

  it('bounds a scrape in time and bytes, and asks as Prometheus does', async () => {
    const bus = await ingest.bus('gateway');
    target.text = `big 1 ${' '.repeat(5000)}\n`;
    const limited = { job: 'bounded', url: target.url, intervalMs: 500, entity: entity('bounded'), bodySizeLimit: 4000, timeoutMs: 300 };
    await bus.request(RegisterTarget, limited);
    await waitFor(async () => (await health('bounded'))?.lastError?.includes('larger than 4000 bytes'));
    expect(target.headers['accept']).toMatch(/^application\/openmetrics-text;version=1\.0\.0,.*text\/plain;version=0\.0\.4;q=0\.5/);
    target.status = 0;
    await waitFor(async () => (await health('bounded'))?.lastError?.includes('within 300 ms'));
    expect(target.headers['x-prometheus-scrape-timeout-seconds']).toBe('0.3');
    target.status = 200;
    target.text = 'big 1\n';
    target.contentType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
    await waitFor(async () => (await health('bounded'))?.lastError?.includes('# EOF'));
    target.contentType = 'text/plain; version=0.0.4';
    await waitFor(async () => (await health('bounded'))?.health === 'up');
    await bus.request(RemoveTarget, { job: 'bounded' });
    await expect(bus.request(RegisterTarget, { ...limited, timeoutMs: 600 })).rejects.toMatchObject({ code: 'target-timeout' });
  });

  it('keeps registrations over a restart', async () => {
    target.text = 'work_total{path="/"} 9\n';
    await ingest.app.close();
    await ingest.boot();
    await waitFor(async () => (await newest('work_total')) === 9, { timeoutMs: 20_000 });
  }, 30_000);

  it('lets a target speak for another entity after it was registered anew', async () => {
    const bus = await ingest.bus('gateway');
    await bus.request(RegisterTarget, { job: 'web', url: target.url, intervalMs: 500, entity: entity('shop'), labels: { zone: 'a' } });
    await waitFor(async () => (await find('work_total'))?.entity.id === 'shop');
  });

  it('ends a removed target, and drops one whose time is over', async () => {
    const bus = await ingest.bus('gateway');
    expect(await bus.request(RemoveTarget, { job: 'web' })).toEqual({ removed: true });
    await waitFor(async () => (await newest('up{job="web"}')) === 'stale');
    expect(await bus.request(RemoveTarget, { job: 'web' })).toEqual({ removed: false });
    const expiresAt = new Date(Date.now() + 1000).toISOString();
    await bus.request(RegisterTarget, { job: 'brief', url: target.url, intervalMs: 500, entity: entity('brief'), expiresAt });
    await waitFor(async () => (await newest('up{job="brief"}')) === 1);
    await waitFor(async () => (await newest('up{job="brief"}')) === 'stale');
    expect(await health('brief')).toBeUndefined();
  }, 20_000);

  it.each([
    ['a metadata address', { job: 'evil', url: 'http://169.254.169.254/latest' }, 'invalid'],
    ['a metadata address in decimal', { job: 'evil', url: 'http://2852039166/latest' }, 'invalid'],
    [
      'relabelling that does not compile',
      { job: 'evil', url: 'http://127.0.0.1:1/', relabel: [{ action: 'drop' as const, regex: '(' }] },
      'invalid',
    ],
    ['a job of the file', { job: 'declared', url: 'http://127.0.0.1:1/metrics' }, 'conflict'],
  ])('refuses %s', async (_, target, kind) => {
    const bus = await ingest.bus('gateway');
    await expect(bus.request(RegisterTarget, { ...target, entity: entity('evil') })).rejects.toMatchObject({ kind });
  });
});

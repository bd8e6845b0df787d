import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListTargets, PromqlQuery, PromqlSeries, QueryExemplars } from '@cloudops/contracts';
import type { Bus } from '@cloudops/platform-bus';
import { RealPrometheus, waitFor } from '@cloudops/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExposingTarget } from './testing/exposing-target.ts';
import { RunningIngest } from './testing/running-ingest.ts';

const RULES = `
  - {source_labels: [__meta_filepath], regex: '.*/(\\w+)[.](json|yml)', target_label: file, replacement: '$1'}
  - {source_labels: [zone], regex: off, action: drop}
  - {source_labels: [__address__], modulus: 7, target_label: shard, action: hashmod}
`;
const METRIC_RULES = `
  - {source_labels: [__name__], regex: 'go_.*', action: drop}
  - {source_labels: [path], action: uppercase, target_label: path}
`;
/** Ours are named as the rest of our configuration is. */
const ours = (rules: string): string => rules.replaceAll('source_labels', 'sourceLabels').replaceAll('target_label', 'targetLabel');
const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
const exposition = (n: number): string =>
  '# TYPE req counter\n# HELP req Requests.\n' +
  `req_total{path="/a",job="own"} ${n} # {trace_id="t${n}"} 0.5\nreq_created{path="/a"} 1.7e9\n# TYPE go gauge\ngo_threads 5\n# TYPE st gauge\nst 1\n# EOF\n`;

describe('a target that Prometheus and this service scrape by the same files', () => {
  let [ingest, prometheus, bus]: [RunningIngest, RealPrometheus, Bus] = [undefined!, undefined!, undefined!];
  let [target, other]: ExposingTarget[] = [];
  let folder = '';
  const put = async (name: string, content: unknown): Promise<void> => {
    await writeFile(join(folder, 'new'), typeof content === 'string' ? content : JSON.stringify(content));
    await rename(join(folder, 'new'), join(folder, 'sd', name));
  };

  beforeAll(async () => {
    [target, other] = [await ExposingTarget.start(), await ExposingTarget.start()];
    Object.assign(target, { contentType: OPEN_METRICS, text: exposition(1) });
    other.text = 'lone 1\n';
    folder = await mkdtemp(join(tmpdir(), 'cloudops-sd-'));
    await mkdir(join(folder, 'sd'));
    await put('web.json', [
      { targets: [target.host, 'off:1'], labels: { zone: 'a' } },
      { targets: ['127.0.0.1:1'], labels: { zone: 'off' } },
    ]);
    await put('more.yml', `- targets: ['${other.host}']\n  labels: {instance: named}\n`);
    const files = `['${join(folder, 'sd')}/*.json', '${join(folder, 'sd')}/*.yml']`;
    const job = `job_name: web\n  scrape_interval: 500ms\n  scrape_timeout: 400ms\n  file_sd_configs: [{files: ${files}}]`;
    const config = `scrape_configs:\n- ${job}\n  relabel_configs: ${RULES}  metric_relabel_configs: ${METRIC_RULES}`;
    const declared = `fileSd:\n- job: web\n  intervalMs: 500\n  timeoutMs: 400\n  files: ${files}\n  targetRelabel: ${ours(RULES)}  relabel: ${ours(METRIC_RULES)}`;
    await writeFile(join(folder, 'targets.yaml'), declared);
    [ingest, prometheus] = await Promise.all([
      RunningIngest.start({ TARGETS_FILE: join(folder, 'targets.yaml') }),
      RealPrometheus.start(config, ['--enable-feature=exemplar-storage']),
    ]);
    await ingest.allowSender(); // it is not ready before it knows a key
    bus = await ingest.bus('gateway');
  }, 60_000);
  afterAll(async () => {
    await Promise.all([ingest.stop(), prometheus.stop(), target!.stop(), other!.stop()]);
    await rm(folder, { recursive: true });
  }, 60_000);

  const sorted = (all: Record<string, string>[]): string[] =>
    all
      .map((labels) =>
        Object.entries(labels)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .join(' '),
      )
      .sort();
  const here = async (query: string) => {
    for await (const { series } of bus.requestStream(PromqlQuery, { query, time: Date.now() }))
      return series.map(({ metric, values }) => ({ metric, value: values[0]! }));
    return [];
  };
  const there = async (query: string) => {
    const { result } = (await prometheus.get(`query?query=${encodeURIComponent(query)}`)) as {
      result: { metric: Record<string, string>; value: [number, string] }[];
    };
    return result.map(({ metric, value }) => ({ metric, value: value[1] }));
  };
  /** The answers of both, once they agree and are not empty. */
  const alike = (query: string) =>
    waitFor(
      async () => {
        const [mine, theirs] = (await Promise.all([here(query), there(query)])).map((all) =>
          sorted(all.map(({ metric, value }) => ({ ...metric, '=': value }))),
        );
        expect(mine).toEqual(theirs);
        expect(mine!.length).toBeGreaterThan(0);
        return mine!;
      },
      { timeoutMs: 20_000, intervalMs: 200, what: query },
    );

  it('has the same series in both', async () => {
    await alike('up');
    await alike('req_total');
    const theirs = (await prometheus.get('series?match[]={job="web"}')) as Record<string, string>[];
    const mine: Record<string, string>[] = [];
    for await (const piece of bus.requestStream(PromqlSeries, { selectors: [[{ label: 'job', op: '=', value: 'web' }]] }))
      mine.push(...piece.series);
    expect(sorted(mine)).toEqual(sorted(theirs));
    expect(theirs.map((labels) => labels['__name__'])).toContain('req_created');
  });

  it('reports the same of it', async () => {
    for (const name of ['up', 'scrape_samples_scraped', 'scrape_samples_post_metric_relabeling', 'scrape_series_added']) await alike(name);
  });

  it('gives the same exemplars', async () => {
    target!.text = exposition(2);
    const expected = ['t1', 't2'];
    const [from, to] = [Date.now() - 60_000, Date.now() + 10_000];
    await waitFor(async () => {
      const mine: string[] = [];
      const query = { matchers: [{ label: '__name__', op: '=' as const, value: 'req_total' }], from, to };
      for await (const { labels } of bus.requestStream(QueryExemplars, query)) mine.push(labels['trace_id']!);
      expect(mine).toEqual(expected);
      return true;
    });
    // it scrapes in its own time
    await waitFor(async () => {
      const theirs = (await prometheus.get(`query_exemplars?query=req_total&start=${from / 1000}&end=${to / 1000}`)) as {
        exemplars: { labels: { trace_id: string } }[];
      }[];
      expect(theirs.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id))).toEqual(expected);
      return true;
    });
  });

  it('ends what vanishes, in both', async () => {
    target!.text = exposition(3).replace('# TYPE st gauge\nst 1\n', '');
    await waitFor(async () => {
      expect(await here('st')).toEqual([]);
      expect(await there('st')).toEqual([]);
      return true;
    });
    await alike('scrape_samples_scraped');
  });

  it('keeps the last good reading of a file that is broken, and says so', async () => {
    await put('more.yml', '- targets: [oops\n');
    const list = () => bus.request(ListTargets, {});
    await waitFor(async () => (await list()).faults.some(({ file }) => file.endsWith('more.yml')));
    expect((await list()).targets.map(({ labels }) => labels['instance'])).toContain('named');
    expect((await fetch(`${await ingest.url}/readyz`)).status).toBe(200);
    expect(await here('up{instance="named"}')).toMatchObject([{ value: '1' }]);
    await put('more.yml', `- targets: ['${other!.host}']\n  labels: {instance: renamed}\n`);
    await alike('up{instance="renamed"}');
    await waitFor(async () => (await here('up{instance="named"}')).length === 0);
    expect((await list()).faults).toEqual([]);
  }, 30_000);

  it('ends the targets of a file that is gone', async () => {
    await rm(join(folder, 'sd', 'more.yml'));
    await waitFor(async () => (await here('up{instance="renamed"}')).length === 0, { timeoutMs: 15_000 });
    await alike('up');
  }, 30_000);
});

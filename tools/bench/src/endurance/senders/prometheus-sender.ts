import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@cloudops/testing';
import { ensurePackage, runServer } from '../../receivers/server-binary.ts';
import { SampleSet } from '../sample-set.ts';
import { TimeSeriesReader } from '../time-series-reader.ts';
import { OwnMetrics } from './own-metrics.ts';
import { EVERYTHING } from './read-request.ts';
import { ScrapeTargets } from './scrape-targets.ts';
import { SENDER_LABEL, type ScrapeJob, type Sender, type WriteTarget } from './sender.ts';

const NAME = 'prometheus';

/** Debian's Prometheus with its defaults. What it generated is what its own database holds, markers included, read by remote_read. */
export async function startPrometheusSender(to: WriteTarget, jobs: readonly ScrapeJob[]): Promise<Sender> {
  const folder = await mkdtemp(join(tmpdir(), 'endurance-prometheus-'));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const targets = new ScrapeTargets(folder, [...jobs, { job: 'itself', address, path: '/metrics', seconds: 5 }]);
  await targets.hide(); // what is scraped before the sender of Prometheus has started is never sent
  const config = {
    global: { external_labels: { [SENDER_LABEL]: NAME } },
    scrape_configs: targets.configs,
    remote_write: [{ url: to.writeUrl, authorization: { credentials: to.writeKey } }],
  };
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const server = await runServer(
    ensurePackage('prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=error',
    ],
    `${url}/-/ready`,
  );
  return {
    name: NAME,
    scrape: () => targets.show(),
    rest: () => targets.hide(),
    isDrained: async () => {
      const own = await OwnMetrics.of(url);
      const isAllSent =
        own.sum('prometheus_remote_storage_queue_highest_sent_timestamp_seconds') >=
        own.sum('prometheus_remote_storage_highest_timestamp_in_seconds');
      return isAllSent && own.sum('prometheus_remote_storage_samples_pending') === 0;
    },
    generated: async () => {
      const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
      const response = await fetch(`${url}/api/v1/read`, { method: 'POST', headers, body: EVERYTHING });
      if (!response.ok) throw new Error(`Prometheus does not read its samples back: ${response.status} ${await response.text()}`);
      const set = new SampleSet();
      new TimeSeriesReader(set).readResponse(new Uint8Array(await response.arrayBuffer()));
      return set;
    },
    figures: async () => {
      const own = await OwnMetrics.of(url);
      const figure = (name: string): number => own.sum(`prometheus_remote_storage_samples_${name}_total`);
      return {
        retried: figure('retried'),
        failed: figure('failed'),
        dropped: figure('dropped'),
        appended: own.sum('prometheus_tsdb_head_samples_appended_total'),
      };
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

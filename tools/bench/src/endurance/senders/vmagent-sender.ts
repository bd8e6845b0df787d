import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@cloudops/testing';
import { ensurePackage, runServer } from '../../receivers/server-binary.ts';
import { RecordingSink } from '../recording-sink.ts';
import { OwnMetrics } from './own-metrics.ts';
import { ScrapeTargets } from './scrape-targets.ts';
import { SENDER_LABEL, type ScrapeJob, type Sender, type WriteTarget } from './sender.ts';

const NAME = 'vmagent';

/** Debian's vmagent with its defaults, writing to us and to a sink that keeps all: what it generated is what the sink got. */
export async function startVmagentSender(to: WriteTarget, jobs: readonly ScrapeJob[]): Promise<Sender> {
  const folder = await mkdtemp(join(tmpdir(), 'endurance-vmagent-'));
  const sink = await RecordingSink.start();
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const targets = new ScrapeTargets(folder, [...jobs, { job: 'itself', address, path: '/metrics', seconds: 5 }]);
  await targets.hide();
  await writeFile(join(folder, 'scrape.yml'), JSON.stringify({ scrape_configs: targets.configs }));
  const server = await runServer(
    ensurePackage('victoria-metrics', 'vmagent'),
    [
      `-promscrape.config=${join(folder, 'scrape.yml')}`,
      '-promscrape.config.strictParse=false', // it knows no refresh_interval
      '-promscrape.fileSDCheckInterval=1s',
      `-httpListenAddr=${address}`,
      `-remoteWrite.tmpDataPath=${join(folder, 'queue')}`,
      `-remoteWrite.url=${to.writeUrl}`,
      `-remoteWrite.bearerToken=${to.writeKey}`,
      `-remoteWrite.url=${sink.url}`,
      `-remoteWrite.label=${SENDER_LABEL}=${NAME}`,
      '-loggerLevel=ERROR',
    ],
    `${url}/health`,
  );
  return {
    name: NAME,
    scrape: () => targets.show(),
    rest: () => targets.hide(),
    isDrained: async () => {
      const own = await OwnMetrics.of(url);
      const figure = (name: string, part?: string): number => own.sum(`vmagent_remotewrite_${name}`, part);
      const underWay = figure('blocks_sent_total') - figure('requests_total', 'status_code="2XX"') - figure('packets_dropped_total');
      const isQueueEmpty = figure('pending_data_bytes') === 0 && underWay === 0;
      return isQueueEmpty && sink.received >= figure('global_rows_pushed_before_relabel_total');
    },
    generated: async () => sink.samples,
    figures: async () => {
      const own = await OwnMetrics.of(url);
      const figure = (name: string): number => own.sum(`vmagent_remotewrite_${name}`);
      return {
        retried: figure('retries_count_total'),
        dropped: figure('packets_dropped_total'),
        appended: figure('global_rows_pushed_before_relabel_total'),
      };
    },
    stop: async () => {
      await server.stop();
      await sink.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

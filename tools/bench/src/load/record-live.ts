import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@cloudops/testing';
import { ensurePackage, runServer } from '../receivers/server-binary.ts';

/** The remote_write bodies of a real Prometheus that scrapes a real node_exporter, and itself, every 15 s for so many minutes. */
export async function recordLive(minutes: number): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  const sink = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'bench-live-'));
  const [node, own] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const job = (name: string, address: string): object => ({ job_name: name, static_configs: [{ targets: [address] }] });
  const config = {
    global: { scrape_interval: '15s' },
    scrape_configs: [job('node', node), job('prometheus', own)],
    remote_write: [{ url: `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`, metadata_config: { send: false } }],
  };
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const exporter = await runServer(ensurePackage('prometheus-node-exporter'), [`--web.listen-address=${node}`], `http://${node}/metrics`);
  const prometheus = await runServer(
    ensurePackage('prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${own}`,
      '--log.level=error',
    ],
    `http://${own}/-/ready`,
  );
  await delay(minutes * 60_000);
  await prometheus.stop();
  await exporter.stop();
  await new Promise((resolve) => sink.close(resolve));
  await rm(folder, { recursive: true, force: true });
  return bodies;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitFor } from '@cloudops/testing';

/** A real Prometheus that has scraped a real node_exporter; what it knows is its own answer, asked without our code. */
export class ScrapingPrometheus {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly processes: readonly ChildProcess[],
  ) {}

  static async start(): Promise<ScrapingPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
    const [exporter, own] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
    const job = `{ job_name: node, scrape_interval: 250ms, scrape_timeout: 250ms, static_configs: [{ targets: ['${exporter}'] }] }`;
    await writeFile(join(folder, 'prometheus.yml'), `scrape_configs: [${job}]\n`);
    const processes = [
      spawn('prometheus-node-exporter', [`--web.listen-address=${exporter}`], { stdio: 'ignore' }),
      spawn(
        'prometheus',
        [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=${own}`],
        { stdio: 'ignore' },
      ),
    ];
    const prometheus = new ScrapingPrometheus(`http://${own}`, folder, processes);
    await waitFor(async () => (await prometheus.samples('up{job="node"}', Date.now())).flatMap(({ values }) => values).length > 12, {
      timeoutMs: 30_000,
      intervalMs: 200,
      what: 'scrapes',
    });
    return prometheus;
  }

  /** Raw samples of the last hour before `to` (ms). */
  async samples(selector: string, to: number): Promise<{ metric: Record<string, string>; values: [number, string][] }[]> {
    const query = new URLSearchParams({ query: `${selector}[1h]`, time: String(to / 1000) });
    const response = await fetch(`${this.url}/api/v1/query?${query.toString()}`);
    const { data } = (await response.json()) as {
      data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
    };
    return data.result;
  }

  async stop(): Promise<void> {
    for (const child of this.processes) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

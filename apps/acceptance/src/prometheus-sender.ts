import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, waitFor } from '@cloudops/testing';

/** Raw samples of one series as Prometheus itself has them. */
export interface PrometheusSeries {
  labels: Record<string, string>;
  values: [number, string][];
}

/** A real Prometheus that scrapes a real node_exporter every 5 s and remote_writes what it scraped. */
export class PrometheusSender {
  readonly url: string;
  readonly #processes: ChildProcess[];

  private constructor(url: string, processes: ChildProcess[]) {
    this.url = url;
    this.#processes = processes;
  }

  static async start(remoteWriteUrl: string, writeKey: string): Promise<PrometheusSender> {
    const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
    const [exporterPort, port] = [await freePort(), await freePort()];
    writeFileSync(
      join(folder, 'prometheus.yml'),
      `global: { scrape_interval: 5s, external_labels: { cluster: acceptance } }
scrape_configs:
  - job_name: node
    static_configs: [{ targets: ['127.0.0.1:${exporterPort}'] }]
remote_write:
  - url: ${remoteWriteUrl}
    authorization: { credentials: ${writeKey} }
`,
    );
    const exporter = spawn('prometheus-node-exporter', [`--web.listen-address=127.0.0.1:${exporterPort}`], { stdio: 'ignore' });
    const prometheus = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      { stdio: 'ignore' },
    );
    const sender = new PrometheusSender(`http://127.0.0.1:${port}`, [prometheus, exporter]);
    await waitFor(async () => (await fetch(`${sender.url}/-/ready`).catch(() => undefined))?.ok === true, { timeoutMs: 30_000 });
    return sender;
  }

  /** Stops scraping (and so sending); what was scraped stays readable and is still delivered. */
  stopScraping(): void {
    this.#processes[1]?.kill('SIGKILL');
  }

  /** Every raw sample that node_exporter's job produced between two instants (seconds since the epoch). */
  async samples(from: number, to: number): Promise<PrometheusSeries[]> {
    const query = new URLSearchParams({ query: `{job="node"}[${Math.ceil(to - from)}s]`, time: String(to) });
    const body = (await (await fetch(`${this.url}/api/v1/query?${query.toString()}`)).json()) as {
      data: { result: { metric: Record<string, string>; values?: [number, string][] }[] };
    };
    return body.data.result.map(({ metric, values }) => ({ labels: metric, values: values ?? [] }));
  }

  /** Samples handed to remote_write that are not acknowledged yet. */
  async pending(): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const values = text.matchAll(/^prometheus_remote_storage_samples_pending\{.*\} (\S+)$/gm);
    return [...values].reduce((sum, match) => sum + Number(match[1]), 0);
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#processes.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }),
    );
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers/free-port.ts';
import { waitFor } from '../wait-for.ts';

/** The real thing, as Debian ships it; what it is told goes to one webhook. */
export class RealAlertmanager {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param webhook where to deliver, with that bearer key. */
  static async start(webhook: { url: string; key: string }): Promise<RealAlertmanager> {
    const folder = await mkdtemp(join(tmpdir(), 'cloudops-alertmanager-'));
    const [port, cluster] = [await freePort(), await freePort()];
    const config = {
      route: { receiver: 'cloudops', group_by: ['alertname'], group_wait: '100ms', group_interval: '200ms', repeat_interval: '1h' },
      receivers: [
        { name: 'cloudops', webhook_configs: [{ url: webhook.url, http_config: { authorization: { credentials: webhook.key } } }] },
      ],
    };
    await writeFile(join(folder, 'alertmanager.yml'), JSON.stringify(config));
    const child = spawn(
      'prometheus-alertmanager',
      [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--cluster.listen-address=`,
        `--cluster.advertise-address=127.0.0.1:${cluster}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    const url = `http://127.0.0.1:${port}`;
    await waitFor(
      async () => {
        if (failure !== undefined)
          throw new Error('prometheus-alertmanager does not start; npm test installs it on Debian', { cause: failure });
        return (await fetch(`${url}/-/ready`)).ok;
      },
      { timeoutMs: 30_000, intervalMs: 100 },
    );
    return new RealAlertmanager(url, child, folder);
  }

  /** What Prometheus would send. @param endsAt in the past resolves it. */
  async tell(alerts: readonly { labels: object; annotations?: object; startsAt: string; endsAt?: string }[]): Promise<void> {
    const response = await fetch(`${this.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    if (!response.ok) throw new Error(`alertmanager answered ${response.status}: ${await response.text()}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DebianServer } from '../servers/debian-server.ts';
import { freePort } from '../servers/free-port.ts';

/** The real thing, as Debian ships it; what it is told goes to one webhook. */
export class RealAlertmanager {
  private constructor(
    readonly url: string,
    private readonly server: DebianServer,
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
    const url = `http://127.0.0.1:${port}`;
    const server = await DebianServer.start(
      'prometheus-alertmanager',
      [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--cluster.listen-address=`,
        `--cluster.advertise-address=127.0.0.1:${cluster}`,
        '--log.level=error',
      ],
      url,
      folder,
    );
    return new RealAlertmanager(url, server);
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

  stop(): Promise<void> {
    return this.server.stop();
  }
}

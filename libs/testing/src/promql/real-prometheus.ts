import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DebianServer } from '../servers/debian-server.ts';
import { freePort } from '../servers/free-port.ts';

export interface PrometheusAnswer {
  readonly status: 'success' | 'error';
  readonly errorType?: string;
  readonly error?: string;
  readonly data?: { readonly resultType: string; readonly result: unknown };
}

/** The real thing, as Debian ships it, receiving remote_write into an empty database. */
export class RealPrometheus {
  private constructor(
    readonly url: string,
    private readonly server: DebianServer,
  ) {}

  /** @param config what prometheus.yml says; unless given it scrapes nothing. @param flags beside those that make it a receiver. */
  static async start(config = 'global: {scrape_interval: 15s}\n', flags: readonly string[] = []): Promise<RealPrometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'cloudops-prometheus-'));
    const port = await freePort();
    await writeFile(join(folder, 'prometheus.yml'), config);
    const url = `http://127.0.0.1:${port}`;
    const server = await DebianServer.start(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--storage.tsdb.retention.time=100y',
        `--web.listen-address=127.0.0.1:${port}`,
        '--web.enable-remote-write-receiver',
        '--log.level=error',
        ...flags,
      ],
      url,
      folder,
    );
    return new RealPrometheus(url, server);
  }

  async write(body: Uint8Array): Promise<void> {
    const response = await fetch(`${this.url}/api/v1/write`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
      },
      body: Uint8Array.from(body),
    });
    if (!response.ok) throw new Error(`prometheus answered ${response.status}: ${await response.text()}`);
  }

  async ask(path: string, parameters: Record<string, string>): Promise<PrometheusAnswer> {
    const body = new URLSearchParams(parameters);
    return (await (await fetch(`${this.url}/api/v1/${path}`, { method: 'POST', body })).json()) as PrometheusAnswer;
  }

  /** `data` of a GET, whatever its shape. */
  async get(path: string): Promise<unknown> {
    return ((await (await fetch(`${this.url}/api/v1/${path}`)).json()) as { data?: unknown }).data;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

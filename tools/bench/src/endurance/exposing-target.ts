import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exposedAt, expositionText } from './exposed-series.ts';

/** A scrape target with an own count of scrapes for each path, one path a sender. */
export class ExposingTarget {
  readonly served = new Map<string, number>();

  private constructor(
    private readonly server: Server,
    readonly seed: number,
  ) {}

  static async start(seed: number): Promise<ExposingTarget> {
    const server = createServer();
    const target = new ExposingTarget(server, seed);
    server.on('request', ({ url = '/' }, response) => {
      const scrape = (target.served.get(url) ?? 0) + 1;
      target.served.set(url, scrape);
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(expositionText(exposedAt(seed, scrape)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return target;
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** An endpoint whose exposition the test sets; `status` other than 200 is a target that fails, 0 one that never answers. */
export class ExposingTarget {
  text = '';
  status = 200;
  contentType = 'text/plain; version=0.0.4';
  /** Of the newest scrape. */
  headers: IncomingHttpHeaders = {};
  private constructor(private readonly server: Server) {}

  static async start(): Promise<ExposingTarget> {
    const server = createServer((request, response) => {
      target.headers = request.headers;
      if (target.status === 0) return;
      const packed = request.headers['accept-encoding']?.includes('gzip') ?? false;
      response
        .writeHead(target.status, { 'content-type': target.contentType, ...(packed ? { 'content-encoding': 'gzip' } : {}) })
        .end(packed ? gzipSync(target.text) : target.text);
    });
    const target = new ExposingTarget(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return target;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}/metrics`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

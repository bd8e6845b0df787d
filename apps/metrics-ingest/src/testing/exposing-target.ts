import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint whose exposition the test sets; `status` other than 200 is a target that fails. */
export class ExposingTarget {
  text = '';
  status = 200;
  private constructor(private readonly server: Server) {}

  static async start(): Promise<ExposingTarget> {
    const server = createServer((_, response) =>
      response.writeHead(target.status, { 'content-type': 'text/plain; version=0.0.4' }).end(target.text),
    );
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

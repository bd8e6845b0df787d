import { createServer, request as send, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a Prometheus and sees what it is asked; it can also keep silent, send elsewhere, or say too much. */
export class UpstreamProxy {
  mode: 'pass' | 'silent' | 'redirect' | 'endless' = 'pass';
  readonly asked: { path: string; form: URLSearchParams; headers: IncomingHttpHeaders }[] = [];
  /** Connections that were given up before an answer. */
  left = 0;
  private constructor(private readonly server: Server) {}

  static async start(target: string): Promise<UpstreamProxy> {
    const server = createServer((request, response) => {
      let body = '';
      response.on('close', () => (proxy.left += response.writableFinished ? 0 : 1));
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        proxy.asked.push({ path: request.url!, form: new URLSearchParams(body), headers: request.headers });
        if (proxy.mode === 'redirect') response.writeHead(302, { location: `${target}${request.url}` }).end();
        if (proxy.mode === 'endless') {
          const more = (): void => {
            while (!response.destroyed && response.write(' '.repeat(1 << 20)));
          };
          response.on('drain', more);
          more();
        }
        if (proxy.mode !== 'pass') return;
        const onward = send(`${target}${request.url}`, { method: request.method, headers: request.headers }, (answer) => {
          response.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(response);
        });
        onward.on('error', () => response.destroy());
        onward.end(body);
      });
    });
    const proxy = new UpstreamProxy(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SampleSet } from './sample-set.ts';
import { TimeSeriesReader } from './time-series-reader.ts';

/** A remote_write receiver that keeps every sample that it is sent, as often as it is sent. */
export class RecordingSink {
  readonly samples = new SampleSet();
  received = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<RecordingSink> {
    const server = createServer();
    const sink = new RecordingSink(server);
    const reader = new TimeSeriesReader(sink.samples);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        sink.received += reader.writeRequest(Buffer.concat(parts));
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v1/write`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../program.ts';

/** By method and path; `visit` counts from 1. */
export type CannedAnswers = Record<string, (response: ServerResponse, visit: number) => void>;

export const json =
  (data: unknown) =>
  (response: ServerResponse): void =>
    void response.end(JSON.stringify({ status: 'success', data, message: '', timestamp: '' }));

export const problem =
  (status: number, detail: string) =>
  (response: ServerResponse): void =>
    void response.writeHead(status).end(JSON.stringify({ status, detail }));

interface Seen {
  readonly path: string;
  readonly method: string;
  readonly key: string | undefined;
  readonly lastEventId: string | undefined;
  readonly ifMatch: string | undefined;
  readonly body: unknown;
}

/** A gateway of canned answers over real HTTP: what counts here is what the terminal makes of them. */
export class CannedGateway {
  readonly seen: Seen[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly folder = mkdtempSync(join(tmpdir(), 'cloudops-cli-'));
  private url = '';

  constructor(private readonly answers: CannedAnswers) {}

  async start(): Promise<void> {
    writeFileSync(join(this.folder, 'key'), 'the-key\n');
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => void (this.server.close(() => resolve()), this.server.closeAllConnections()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a command line against it. `until`: stop, as Ctrl-C does, when this was written. */
  async cloudops(args: string[], options: { reply?: string; until?: (text: string) => boolean } = {}) {
    const stop = new AbortController();
    let out = '';
    let complaint = '';
    const code = await run(['--url', this.url, '--key', join(this.folder, 'key'), ...args], {
      folder: '/',
      signal: stop.signal,
      complain: (text) => void (complaint += text),
      terminal: {
        out: (text) => {
          out += text;
          if (options.until?.(out)) stop.abort();
        },
        interactive: options.reply !== undefined,
        ask: async () => options.reply ?? '',
      },
    });
    return { code, out, complaint };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const route = `${request.method} ${request.url}`;
    const header = request.headers['last-event-id'];
    this.seen.push({
      ...{ path: request.url!, method: request.method!, key: request.headers.authorization, ifMatch: request.headers['if-match'] },
      lastEventId: typeof header === 'string' ? header : undefined,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    });
    const visit = this.seen.filter((s) => `${s.method} ${s.path}` === route).length;
    (this.answers[route] ?? problem(500, 'unexpected'))(response, visit);
  }
}

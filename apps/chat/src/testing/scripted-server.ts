import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** What a model's API does with one request. */
export type Step =
  | { readonly does: 'says'; readonly pieces: readonly string[]; readonly pauseMs?: number }
  | { readonly does: 'calls'; readonly calls: readonly { readonly name: string; readonly args: string }[]; readonly preamble?: string }
  | { readonly does: 'refuses'; readonly status: number; readonly retryAfterSeconds?: number; readonly message?: string }
  | { readonly does: 'hangs' }
  /** Breaks the connection after these pieces. */
  | { readonly does: 'resets'; readonly pieces: readonly string[] }
  /** Sends a line that is no JSON. */
  | { readonly does: 'garbles' };

/** How one API writes what a step does. */
export interface Protocol {
  /** Whole SSE lines (without the blank line) for text, tool calls and the end. */
  text(piece: string): string;
  calls(calls: readonly { readonly name: string; readonly args: string }[]): string[];
  end(): string[];
  error(step: Extract<Step, { does: 'refuses' }>): { headers: Record<string, string>; body: string };
}

export interface ScriptedServer {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Connections that the client broke off. */
  readonly abandoned: () => number;
  stop(): Promise<void>;
}

type Script = readonly Step[] | ((request: SeenRequest, index: number) => Step);

/** A model's API over real HTTP that follows a script; after its last step it repeats it. */
export async function startScriptedServer(protocol: Protocol, script: Script): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.on('close', () => (abandoned += response.writableFinished ? 0 : 1));
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen: SeenRequest = { path: request.url ?? '', headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) };
    const index = requests.push(seen) - 1;
    const step = typeof script === 'function' ? script(seen, index) : script[Math.min(index, script.length - 1)]!;
    await play(step, response);
  }

  async function play(step: Step, response: ServerResponse): Promise<void> {
    if (step.does === 'hangs') return;
    if (step.does === 'refuses') {
      const { headers, body } = protocol.error(step);
      response.writeHead(step.status, { 'content-type': 'application/json', ...headers }).end(body);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (line: string): boolean => response.write(`data: ${line}\r\n\r\n`);
    if (step.does === 'garbles') {
      response.end('data: {"choices": [{]\r\n\r\n');
      return;
    }
    if (step.does === 'calls') {
      if (step.preamble !== undefined) send(protocol.text(step.preamble));
      for (const line of protocol.calls(step.calls)) send(line);
    } else {
      for (const piece of step.pieces) {
        if (response.destroyed) return;
        send(protocol.text(piece));
        if (step.does === 'says' && step.pauseMs !== undefined) await delay(step.pauseMs);
      }
      if (step.does === 'resets') {
        // after a turn of the loop the pieces are on their way; then a reset, not an orderly end
        await delay(20);
        response.socket?.resetAndDestroy();
        return;
      }
    }
    for (const line of protocol.end()) send(line);
    response.end();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    abandoned: () => abandoned,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

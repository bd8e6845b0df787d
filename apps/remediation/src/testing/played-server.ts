import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenLocally } from './listen-locally.ts';

/** A server on this host that plays somebody else's API. */
export abstract class PlayedServer {
  readonly #server = createServer((request, response) => void this.take(request, response));

  listen(): Promise<string> {
    return listenLocally(this.#server);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  protected abstract take(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

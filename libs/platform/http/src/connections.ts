import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/**
 * How connections live and end. A server that closes an idle connection in the moment in which its client sends again breaks that request, so
 * clients have to be the first to let go: Prometheus does after 5 minutes, vmagent after one, browsers after 5 at most.
 */
export const KEEP_ALIVE_MS = 310_000;
/** For all of a request to arrive; a connection that nothing was ever asked on is closed then too. */
export const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Ends a connection whose request never became one. A timeout is not answered: Go's clients open connections in advance, and a 408 that meets
 * the first request on one is taken for its answer, which to a sender of samples says that they must be dropped.
 */
export function endConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.destroyed || error.code === 'ECONNRESET') return;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return void socket.destroy();
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail: 'This is not a request of HTTP/1.1.' });
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}`;
  if (socket.writable) socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
  socket.destroySoon();
}

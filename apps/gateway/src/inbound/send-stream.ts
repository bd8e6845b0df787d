import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/**
 * Sends chunks as they come, no faster than the client reads. The first one is awaited before the head is sent, so that what fails at
 * once is still answered as a problem; what fails later cuts the connection, so that nobody takes the answer for complete.
 */
export async function sendStream(reply: FastifyReply, mediaType: string, chunks: AsyncIterable<string>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const headers = { 'content-type': mediaType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
  await reply
    .code(200)
    .headers(headers)
    .send(Readable.from(continued(first, iterator), { objectMode: false }));
}

async function* continued(first: IteratorResult<string>, iterator: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

/** One server-sent event; `data` is JSON, which has no line breaks. */
export function serverSentEvent(event: { readonly event: string; readonly data: unknown; readonly id?: string | number }): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  return `event: ${event.event}\n${id}data: ${JSON.stringify(event.data)}\n\n`;
}

/** A comment line: keeps proxies from closing a quiet stream. */
export const heartbeat = ': heartbeat\n\n';

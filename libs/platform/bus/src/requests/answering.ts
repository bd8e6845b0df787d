import type { RequestContract } from '@cloudops/contracts';
import { withCorrelation } from '@cloudops/platform-telemetry';
import type { RequestContext } from '../contexts.ts';
import { decodeJson } from '../json-body.ts';
import type { PendingAnswer } from './pending-answer.ts';
import type { ReplyWriter } from './reply-writer.ts';

export type AnswerHandler = (data: unknown, context: RequestContext) => unknown;

/** Runs the handler of one request and writes what it gives; throws what it throws, or why it was stopped. */
export async function answer(
  contract: RequestContract,
  handler: AnswerHandler,
  body: Uint8Array,
  pending: PendingAnswer,
  writer: ReplyWriter,
): Promise<void> {
  const data = decodeJson(contract.request, body);
  await withCorrelation(pending.correlationId, async () => {
    const result = await unlessStopped((async () => handler(data, pending))(), pending.signal);
    if (contract.reply === 'single') return writer.item(result, 'last');
    await writeAll(result as AsyncIterable<unknown>, pending.signal, writer);
    writer.end();
  });
}

async function writeAll(items: AsyncIterable<unknown>, signal: AbortSignal, writer: ReplyWriter): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await unlessStopped(iterator.next(), signal);
      if (next.done) return;
      await writer.item(next.value, 'item');
    }
  } finally {
    // not awaited: a generator that hangs in an await of its own would hold the reply up
    void iterator.return?.().catch(() => undefined);
  }
}

/** `work`, or a rejection as soon as `signal` aborts, whether or not `work` listens to it. */
function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

import { DelegateBackoff, handleWhen, type IRetryBackoffContext, retry } from 'cockatiel';
import { ProviderFailure } from './provider-failure.ts';

const ATTEMPTS = 2;
const FIRST_DELAY_MS = 250;
/** A provider that asks for a longer pause is left to the next one. */
const LONGEST_WAIT_MS = 5_000;

/** Exponential with full jitter, but never before the time that the provider asked for. */
export function backoffMs(attempt: number, failure: unknown, random: () => number): number {
  const asked = failure instanceof ProviderFailure ? (failure.retryAfterMs ?? 0) : 0;
  return asked + FIRST_DELAY_MS * 2 ** (attempt - 1) * random();
}

const worthRetrying = (error: unknown): boolean =>
  error instanceof ProviderFailure && error.transient && (error.retryAfterMs ?? 0) <= LONGEST_WAIT_MS;

const again = retry(handleWhen(worthRetrying), {
  maxAttempts: ATTEMPTS,
  backoff: new DelegateBackoff(({ attempt, result }: IRetryBackoffContext<unknown>) =>
    backoffMs(attempt, 'error' in result ? result.error : undefined, Math.random),
  ),
});

/**
 * Opens a stream and waits for its first chunk, trying again while nothing has been said: later a retry would repeat text.
 * `open` translates its own errors to ProviderFailure, `translate` those of the stream.
 */
export async function* openStream<T>(
  open: () => Promise<AsyncIterable<T>>,
  translate: (error: unknown) => unknown,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const { iterator, first } = await again.execute(async () => {
    signal.throwIfAborted();
    try {
      const iterator = (await open())[Symbol.asyncIterator]();
      return { iterator, first: await iterator.next() };
    } catch (error) {
      throw translate(error);
    }
  }, signal);
  try {
    for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
    // an SDK may end an aborted stream as if it were whole
    signal.throwIfAborted();
  } catch (error) {
    throw translate(error);
  } finally {
    await iterator.return?.().catch(() => undefined);
  }
}

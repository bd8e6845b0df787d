import { failureOfStatus, ProviderFailure, retryAfterMs } from '../provider-failure.ts';

/** What the SDK throws, read by shape: importing its classes would load it for everyone. */
interface SdkError {
  status?: unknown;
  headers?: { get?: (name: string) => string | null };
}

/** Translates an error of the OpenAI SDK or of its stream; an abort of ours passes as it is. */
export function openaiFailure(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof ProviderFailure) return error;
  const { status, headers } = error as SdkError;
  if (typeof status === 'number') return failureOfStatus(status, retryAfterMs(headers?.get?.('retry-after'), Date.now()));
  if (error instanceof SyntaxError) return new ProviderFailure('bad-answer');
  return new ProviderFailure('unreachable');
}

import { failureOfStatus, ProviderFailure } from '../provider-failure.ts';

/** What the SDK throws, read by shape: importing its classes would load it for everyone. */
interface SdkError {
  status?: unknown;
  message?: unknown;
  errorDetails?: readonly { '@type'?: string; retryDelay?: unknown; reason?: unknown }[];
}

/** Google's APIs say how long to wait in the body (google.rpc.RetryInfo), e.g. `"retryDelay": "17s"`. */
function retryDelayMs(error: SdkError): number | undefined {
  const delay = error.errorDetails?.find((d) => d['@type']?.endsWith('RetryInfo') === true)?.retryDelay;
  const seconds = typeof delay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1] : undefined;
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

/** Translates an error of the Gemini SDK or of its stream; an abort of ours passes as it is. */
export function geminiFailure(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof ProviderFailure) return error;
  const sdk = error as SdkError;
  if (typeof sdk.status !== 'number') {
    const unreadable = typeof sdk.message === 'string' && /parsing JSON|Failed to parse/.test(sdk.message);
    return new ProviderFailure(unreadable ? 'bad-answer' : 'unreachable');
  }
  // A wrong key is a 400 at this API
  if (sdk.status === 400 && sdk.errorDetails?.some((d) => d.reason === 'API_KEY_INVALID') === true)
    return new ProviderFailure('rejected-key', 400);
  return failureOfStatus(sdk.status, retryDelayMs(sdk));
}

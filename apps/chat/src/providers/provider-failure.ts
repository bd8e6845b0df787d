export type FailureKind =
  'rate-limited' | 'timeout' | 'unreachable' | 'rejected-key' | 'server-error' | 'bad-request' | 'bad-answer' | 'resting';

const MESSAGES: Readonly<Record<FailureKind, string>> = {
  'rate-limited': 'is out of quota or rate-limited',
  timeout: 'did not answer in time',
  unreachable: 'cannot be reached or broke the connection',
  'rejected-key': 'rejected the API key',
  'server-error': 'failed on its side',
  'bad-request': 'refused the request',
  'bad-answer': 'gave no usable answer',
  resting: 'failed recently and is not asked for a moment',
};

/**
 * Why a provider did not answer. The message is one of a fixed list: what a provider or SDK says may hold the key or the prompt,
 * so it never gets in here.
 */
export class ProviderFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly status?: number,
    /** How long the provider asks to be left alone. */
    readonly retryAfterMs?: number,
  ) {
    super(`${MESSAGES[kind]}${status === undefined ? '' : ` (HTTP ${status})`}`);
    this.name = 'ProviderFailure';
  }

  /** Whether the same request may work in a moment. */
  get transient(): boolean {
    return this.kind === 'rate-limited' || this.kind === 'unreachable' || this.kind === 'server-error';
  }
}

/** Failure for an HTTP status of a model's API. */
export function failureOfStatus(status: number, retryAfterMs?: number): ProviderFailure {
  if (status === 401 || status === 403) return new ProviderFailure('rejected-key', status);
  if (status === 429) return new ProviderFailure('rate-limited', status, retryAfterMs);
  if (status === 408 || status === 504) return new ProviderFailure('timeout', status);
  if (status >= 500 || status === 409) return new ProviderFailure('server-error', status, retryAfterMs);
  return new ProviderFailure('bad-request', status);
}

/** Milliseconds of a Retry-After header: seconds, or an HTTP date. */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  if (header === null || header === undefined || header === '') return undefined;
  const ms = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

import type { RunnerAnswer } from '@cloudops/domain-remediation';
import { neverLeft, saysNeverLeft } from './never-left.ts';

/** AWS did not take the request, and would perhaps later. */
const THROTTLED: readonly string[] = ['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded'];

interface Fault {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What an error of a request that does something says about whether it did. */
export function afterSend(error: unknown): RunnerAnswer {
  const { name = '', code = '', $metadata } = error as Fault;
  const message = describeAwsFault(error);
  const status = $metadata?.httpStatusCode;
  // the SDK wraps some errors so that only their text is left of them
  const unsent = neverLeft(code) || saysNeverLeft(message);
  // without credentials the SDK signs nothing and sends nothing
  if (name === 'CredentialsProviderError' || unsent || THROTTLED.includes(name)) return { kind: 'unsent', message };
  return { kind: status !== undefined && status >= 400 && status < 500 ? 'refused' : 'lost', message };
}

export function describeAwsFault(error: unknown): string {
  const { name = 'Error', message = String(error) } = error as Fault;
  return `AWS: ${name}: ${message.slice(0, 500)}`;
}

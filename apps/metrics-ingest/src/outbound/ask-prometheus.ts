import { DomainError } from '@cloudops/contracts';
import { boundedText, fetchFailure } from './bounded-text.ts';

export interface PrometheusCall {
  readonly url: string;
  /** Below `/api/v1/`. */
  readonly path: string;
  /** Sent as a form by POST; a GET without. */
  readonly form?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * Status and body of an answer, bounded in time and bytes. Redirects are not followed: they could lead where no address may.
 * @throws DomainError `timeout`, `unavailable`, `too-large` (`prometheus-answer-too-large`); whatever `signal` aborts with.
 */
export async function askPrometheus(call: PrometheusCall): Promise<{ readonly status: number; readonly text: string }> {
  const { url, form, headers, timeoutMs } = call;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]);
  const how = form === undefined ? {} : { method: 'POST', body: form };
  try {
    const address = `${url.replace(/\/+$/, '')}/api/v1/${call.path}`;
    const response = await fetch(address, { ...how, signal, redirect: 'error', headers: { ...headers } });
    const tooLarge = () => answerTooLarge(`The answer is larger than ${call.maxBytes} bytes`);
    return { status: response.status, text: await boundedText(response, call.maxBytes, tooLarge) };
  } catch (error) {
    if (call.signal?.aborted) throw call.signal.reason as Error;
    if (error instanceof DomainError) throw error;
    if (timeout.aborted)
      throw new DomainError('timeout', 'prometheus-timeout', `${url} did not answer in ${timeoutMs} ms`, { cause: error });
    throw new DomainError('unavailable', 'prometheus-unreachable', `${url} cannot be read: ${fetchFailure(error)}`, { cause: error });
  }
}

/** More than one answer may hold: ask for less. */
export const answerTooLarge = (message: string): DomainError => new DomainError('too-large', 'prometheus-answer-too-large', message);

/** A selector as text, e.g. `{job="node"}`. */
export const selectorText = (matchers: readonly { readonly label: string; readonly op: string; readonly value: string }[]): string =>
  `{${matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`).join(',')}}`;

/** Time or value as the API writes it. */
export const secondsText = (ms: number): string => (ms / 1000).toFixed(3);
export const numberOf = (text: string): number => (text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text));

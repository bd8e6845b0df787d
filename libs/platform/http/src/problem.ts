import { DomainError, type ErrorKind, type Problem } from '@cloudops/contracts';
import { databaseFailure } from '@cloudops/platform-bus';
import { HttpException } from '@nestjs/common';
import { STATUS_CODES } from 'node:http';

/** The one place where the kind of a failure becomes an HTTP status. */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  unsupported: 415,
  overloaded: 503,
  unavailable: 503,
  timeout: 504,
  internal: 500,
};

const KIND_OF_STATUS: Partial<Record<number, ErrorKind>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  412: 'stale',
  413: 'too-large',
  415: 'unsupported',
  503: 'unavailable',
  504: 'timeout',
};

const RETRY_AFTER_SECONDS = 5;
const INTERNAL = 'Something went wrong on our side; the request id leads to the log line that says what.';

export interface ProblemReply {
  readonly body: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** problem+json for anything thrown while a request was handled. An unexpected failure says nothing about its cause. */
export function problemOf(error: unknown, request: { readonly id: string; readonly path: string; readonly method: string }): ProblemReply {
  const failure = failureOf(databaseFailure(error), request);
  const { status, code, detail, domain } = failure;
  const body: Problem = {
    type: `urn:cloudops:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: request.path,
    code,
    requestId: request.id,
    retryable: domain?.retryable ?? (status === 503 || status === 504 || status === 429),
    ...(domain?.field !== undefined && { field: domain.field }),
    ...(domain?.errors !== undefined && { errors: [...domain.errors] }),
    ...(domain?.current !== undefined && { current: domain.current }),
  };
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': request.id,
  };
  if (status === 503) headers['retry-after'] = String(Math.ceil(domain?.retryAfterSeconds ?? RETRY_AFTER_SECONDS));
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  return { body, headers };
}

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly domain?: DomainError;
}

function failureOf(error: unknown, request: { readonly path: string; readonly method: string }): Failure {
  if (error instanceof DomainError) {
    const status = STATUS_OF_KIND[error.kind];
    return { status, code: error.code, detail: status === 500 ? INTERNAL : error.message, domain: error };
  }
  const status = statusOf(error);
  if (status === undefined || status === 500) return { status: 500, code: 'internal', detail: INTERNAL };
  if (status === 404) return { status, code: 'route-not-found', detail: `There is no ${request.method} ${request.path}.` };
  const detail = error instanceof Error ? error.message : (STATUS_CODES[status] ?? 'Error');
  return { status, code: KIND_OF_STATUS[status] ?? `http-${status}`, detail };
}

/** Status of an error of Nest or Fastify (`statusCode`); undefined for one of neither. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status <= 599 ? status : undefined;
}

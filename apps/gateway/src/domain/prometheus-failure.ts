import type { ErrorKind } from '@cloudops/contracts';

/** `errorType` of Prometheus' API, and the HTTP status that goes with it. */
export interface PrometheusFailure {
  readonly errorType: string;
  readonly status: number;
}

const OF_CODE: Readonly<Record<string, PrometheusFailure>> = {
  'promql-execution': { errorType: 'execution', status: 422 },
  'promql-too-costly': { errorType: 'execution', status: 422 },
};
const OF_KIND: Readonly<Record<ErrorKind, PrometheusFailure>> = {
  invalid: { errorType: 'bad_data', status: 400 },
  unsupported: { errorType: 'bad_data', status: 400 },
  'too-large': { errorType: 'bad_data', status: 413 },
  unauthenticated: { errorType: 'unauthorized', status: 401 },
  forbidden: { errorType: 'forbidden', status: 403 },
  'not-found': { errorType: 'not_found', status: 404 },
  conflict: { errorType: 'execution', status: 409 },
  stale: { errorType: 'execution', status: 412 },
  overloaded: { errorType: 'unavailable', status: 503 },
  unavailable: { errorType: 'unavailable', status: 503 },
  timeout: { errorType: 'timeout', status: 503 },
  internal: { errorType: 'internal', status: 500 },
};

/** How Prometheus' API would say this failure. */
export const prometheusFailure = (kind: ErrorKind, code: string): PrometheusFailure => OF_CODE[code] ?? OF_KIND[kind];

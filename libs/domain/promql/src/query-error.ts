import { DomainError } from '@cloudops/contracts';

/** A query that is no PromQL, or none that is answered here; the message names line and column as Prometheus does. */
export function parseError(query: string, position: number, message: string): DomainError {
  return new DomainError('invalid', 'promql-bad-data', `invalid parameter "query": ${placeOf(query, position)}: parse error: ${message}`, {
    field: 'query',
  });
}

/** PromQL that this subset leaves out: refused by its name. */
export function notSupported(query: string, position: number, name: string): DomainError {
  const message = `${name} is not supported here; ask the Prometheus that holds the data`;
  return new DomainError('invalid', 'promql-unsupported', `invalid parameter "query": ${placeOf(query, position)}: ${message}`, {
    field: 'query',
  });
}

/** Well-formed, but it cannot be evaluated over these series. */
export const executionError = (message: string): DomainError => new DomainError('invalid', 'promql-execution', message);

/** More work than one query may cause. */
export const tooCostly = (message: string): DomainError => new DomainError('too-large', 'promql-too-costly', message, { field: 'query' });

function placeOf(query: string, position: number): string {
  const lines = query.slice(0, position).split('\n');
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}

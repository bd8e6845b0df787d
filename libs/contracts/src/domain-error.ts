/** What a failure means to the caller; `platform/http` and `platform/bus` map each kind once. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** The caller decided on a state of things that is no more; `current` is the one now. */
  | 'stale'
  | 'too-large'
  | 'unsupported'
  | 'overloaded'
  | 'unavailable'
  | 'timeout'
  | 'internal';

const RETRYABLE: ReadonlySet<ErrorKind> = new Set(['overloaded', 'unavailable', 'timeout']);

export interface DomainErrorDetail {
  /** Path of the offending field, e.g. `timeseries[3].labels`. */
  field?: string;
  /** Every offending field, where there may be several. */
  errors?: readonly { field: string; message: string }[];
  retryAfterSeconds?: number;
  /** With kind `stale`: what the caller should have seen, for them to decide anew. */
  current?: unknown;
  cause?: unknown;
}

/** A failure with a stable `code` (kebab-case) for programs and a message that tells a person what to do. */
export class DomainError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly field: string | undefined;
  readonly errors: readonly { field: string; message: string }[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly current: unknown;

  constructor(kind: ErrorKind, code: string, message: string, detail: DomainErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'DomainError';
    this.kind = kind;
    this.code = code;
    this.field = detail.field;
    this.errors = detail.errors;
    this.retryAfterSeconds = detail.retryAfterSeconds;
    this.current = detail.current;
  }

  /** Whether the same call may succeed later without being changed. */
  get retryable(): boolean {
    return RETRYABLE.has(this.kind);
  }
}

import { DomainError } from '@cloudops/contracts';

/** Sockets that broke, and Postgres' own classes 08 (connection), 53300 (too many) and 57P01-57P03 (stopping, crashed, starting). */
const LOST = /^(ECONNREFUSED|ECONNRESET|EPIPE|08\w{3}|53300|57P0[123])$/;
const LOST_MESSAGES = /^(Connection terminated|Client has encountered a connection error)/;
const RETRY_AFTER_SECONDS = 2;

/** A database that is away for the moment becomes `unavailable`, which is worth retrying; any other error stays what it is. */
export function databaseFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const { code } = error as { code?: unknown };
  const lost = (typeof code === 'string' && LOST.test(code)) || LOST_MESSAGES.test(error.message);
  if (!lost) return error;
  return new DomainError(
    'unavailable',
    'database-unavailable',
    'The database does not answer at the moment; the same request may succeed in some seconds',
    {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      cause: error,
    },
  );
}

import { DomainError } from '@cloudops/contracts';
import { ErrorCode, NatsError } from 'nats';

/** JetStream's own error codes that we act upon. */
export const JS_CONSUMER_EXISTS = 10148;
export const JS_STREAM_EXISTS = 10058;

export const jetStreamCode = (error: unknown): number | undefined => (error instanceof NatsError ? error.api_error?.err_code : undefined);

/** Whether nothing stores the subject: the stream is gone, or JetStream is not up yet. */
export const isStreamMissing = (error: unknown): boolean =>
  error instanceof NatsError && (error.code === String(ErrorCode.NoResponders) || error.api_error?.code === 404);

/** What a failure of the broker means to a caller. */
export function natsFailure(error: unknown, what: string): DomainError {
  if (error instanceof DomainError) return error;
  const code = error instanceof NatsError ? error.code : undefined;
  if (code === String(ErrorCode.PermissionsViolation))
    return new DomainError('forbidden', 'bus-forbidden', `This service has no permission for ${what}`, { cause: error });
  if (code === String(ErrorCode.MaxPayloadExceeded))
    return new DomainError('too-large', 'message-too-large', `The body for ${what} is larger than the broker takes`, { cause: error });
  if (code === String(ErrorCode.Timeout))
    return new DomainError('timeout', 'bus-timeout', `The broker did not confirm ${what} in time`, { cause: error });
  return new DomainError('unavailable', 'bus-unavailable', `The broker could not take ${what}`, { retryAfterSeconds: 2, cause: error });
}

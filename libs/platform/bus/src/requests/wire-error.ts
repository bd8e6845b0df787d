import { DomainError, type ErrorKind } from '@cloudops/contracts';
import { decodeJson, encodeJson } from '../json-body.ts';
import { z } from 'zod';

const KINDS = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'stale',
  'too-large',
  'unsupported',
  'overloaded',
  'unavailable',
  'timeout',
  'internal',
] as const satisfies readonly ErrorKind[];

const WireError = z.object({
  code: z.string(),
  kind: z.enum(KINDS).catch('internal'),
  message: z.string(),
  field: z.string().optional(),
  retryAfterSeconds: z.number().optional(),
  current: z.unknown().optional(),
});

/** A failure as it travels. What is not a DomainError stays here: its message may hold what a caller must not see. */
export function encodeError(error: unknown): Uint8Array {
  const { code, kind, message, field, retryAfterSeconds, current } =
    error instanceof DomainError ? error : new DomainError('internal', 'internal', 'The service failed; its log says why');
  return encodeJson({ code, kind, message, field, retryAfterSeconds, current });
}

export function decodeError(body: Uint8Array): DomainError {
  const { kind, code, message, field, retryAfterSeconds, current } = decodeJson(WireError, body);
  return new DomainError(kind, code, message, { field, retryAfterSeconds, current });
}

import { DomainError } from '@cloudops/contracts';
import type { z } from 'zod';

const decoder = new TextDecoder('utf-8', { fatal: true });

export const encodeJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** @throws DomainError `invalid` naming the first field that does not fit `schema`, or that the body is no JSON. */
export function decodeJson<S extends z.ZodType>(schema: S, body: Uint8Array): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(body));
  } catch (cause) {
    throw new DomainError('invalid', 'body-malformed', 'The body is not JSON', { cause });
  }
  return checked(schema, value);
}

/** @throws DomainError `invalid` naming the first field that does not fit. */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join('.') || undefined;
  throw new DomainError('invalid', 'schema-mismatch', `${field ?? 'The body'}: ${issue?.message ?? 'does not fit'}`, { field });
}

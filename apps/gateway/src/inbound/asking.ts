import { randomUUID } from 'node:crypto';
import { DomainError } from '@cloudops/contracts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

const KEY = z.string().min(1).max(200);
/** An entity tag as we write them, `"3"`, or the bare number. */
const VERSION = /^(?:W\/)?"?([1-9]\d{0,8})"?$/;

/** Headers of a request that changes something, for the OpenAPI document. */
export const AskingHeaders = z.object({
  'Idempotency-Key': KEY.optional().meta({
    description: 'Repeating a request under its key changes nothing and gets the first answer again',
  }),
  'If-Match': z
    .string()
    .optional()
    .meta({ description: 'Version that was seen, as in `"3"`; when it is another one by now, the answer is 412' }),
});

export interface Asking {
  readonly key: string;
  readonly version: number | undefined;
}

/** Under which key a change is asked for, and which version its caller saw. */
export const AskedAs = createParamDecorator((_: unknown, context: ExecutionContext): Asking => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const key = KEY.safeParse(headers['idempotency-key'] ?? randomUUID());
  if (!key.success)
    throw new DomainError('invalid', 'invalid-input', 'Idempotency-Key has 1 to 200 characters', { field: 'Idempotency-Key' });
  const seen = headers['if-match'];
  if (seen === undefined || seen === '*') return { key: key.data, version: undefined };
  const version = VERSION.exec(seen)?.[1];
  if (version === undefined)
    throw new DomainError('invalid', 'invalid-input', 'If-Match names one version, as in "3"', { field: 'If-Match' });
  return { key: key.data, version: Number(version) };
});

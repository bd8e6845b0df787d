import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { Role } from '../domain/roles.ts';

export interface OperationSpec {
  /** Weakest role that may call it; `open` needs no key; `write` is for keys that deliver, and for operators. */
  readonly access: Role | 'open' | 'write';
  readonly summary: string;
  readonly tag: 'chat' | 'system' | 'incidents' | 'signals' | 'remediation' | 'metrics' | 'reference' | 'prometheus';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Media type of the body; JSON unless given. */
  readonly consumes?: string;
  /** `data` of the envelope; left out where `produces` says that the answer is no envelope. */
  readonly answer?: z.ZodType;
  /** Media type of an answer that is not an envelope: a stream, a page, a probe. */
  readonly produces?: string;
  /** Shape of a failure as JSON, where it is not problem+json. */
  readonly failure?: z.ZodType;
  /** Failures besides 400, 401, 403 and 503. */
  readonly failures?: readonly number[];
}

const KEY = 'cloudops:operation';

/** Who may call a route and what it takes and gives; the guard, the envelope and the OpenAPI document read it. */
export const Operation = (spec: OperationSpec): MethodDecorator => SetMetadata(KEY, spec);

export const operationOf = (handler: object): OperationSpec | undefined => Reflect.getMetadata(KEY, handler) as OperationSpec | undefined;

import { DomainError } from '@cloudops/contracts';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller as CallerOf } from '../domain/roles.ts';

const callers = new WeakMap<FastifyRequest, CallerOf>();

export const rememberCaller = (request: FastifyRequest, caller: CallerOf): void => void callers.set(request, caller);

/** Who calls, as the guard found; only on routes that are not open. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerOf => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Error('An open route has no caller');
  return caller;
});

/** Aborts when the client has left: whatever still works for it may stop. */
export const ClientGone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const controller = new AbortController();
  context
    .switchToHttp()
    .getResponse<FastifyReply>()
    .raw.once('close', () => controller.abort(new DomainError('unavailable', 'client-left', 'The client has left')));
  return controller.signal;
});

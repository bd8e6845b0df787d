import { DomainError } from '@cloudops/contracts';
import { type CanActivate, type ExecutionContext, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allows } from '../domain/roles.ts';
import { TooManyAttempts } from '../domain/too-many-attempts.ts';
import { AuthenticateCaller } from '../use-cases/authenticate-caller.ts';
import { rememberCaller } from './caller.ts';
import { operationOf } from './operation.ts';

/** Routes of the platform, which declare no operation. Everything else that declares none is closed to everyone. */
const OPEN_ROUTES: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

/** Deny by default: a route opens only by what its operation says. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly authenticate: AuthenticateCaller) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true; // the bus has its own permissions
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = operationOf(context.getHandler())?.access;
    if (access === 'open' || (access === undefined && OPEN_ROUTES.has(request.routeOptions.url ?? ''))) return true;
    const delivers = access === 'write';
    const caller = await this.authenticate.authenticate(secretOf(request), request.ip, new Date(), delivers).catch((error: unknown) => {
      if (!(error instanceof TooManyAttempts)) throw error;
      throw delivers ? tryLater(error) : tooMany(error, context.switchToHttp().getResponse<FastifyReply>());
    });
    if (access === undefined)
      throw new DomainError('forbidden', 'route-closed', 'This route declares no access rule, so nobody may call it');
    const needed = access === 'write' ? 'operator' : access;
    if (!allows(caller.role, needed))
      throw new DomainError('forbidden', 'role-too-weak', `This needs the role ${needed}; the key has ${caller.role}`);
    rememberCaller(request, caller);
    return true;
  }
}

function secretOf(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  const header = request.headers['x-api-key'];
  return bearer ?? basicPassword(request) ?? (typeof header === 'string' && header !== '' ? header : undefined);
}

/**
 * Password of HTTP basic, for data sources that know nothing else. Only there: a browser that remembers such a password sends it along
 * with requests that another site made it send.
 */
function basicPassword(request: FastifyRequest): string | undefined {
  if (!request.routeOptions.url?.startsWith('/prometheus/')) return undefined;
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  const credentials = Buffer.from(encoded ?? '', 'base64').toString();
  const password = credentials.slice(credentials.indexOf(':') + 1);
  return credentials.includes(':') && password !== '' ? password : undefined;
}

/** Senders drop what is answered with 429 and come back after 503. */
const tryLater = ({ message, retryAfterSeconds }: TooManyAttempts): DomainError =>
  new DomainError('overloaded', 'too-many-attempts', message, { retryAfterSeconds });

function tooMany(error: TooManyAttempts, reply: FastifyReply): HttpException {
  void reply.header('retry-after', String(error.retryAfterSeconds));
  return new HttpException(error.message, 429);
}

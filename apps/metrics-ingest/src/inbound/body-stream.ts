import { DomainError } from '@cloudops/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

export const WRITE_PATH = '/api/v1/write';
const CONTENT_TYPE = /^application\/x-protobuf(\s*;\s*proto=prometheus\.WriteRequest)?\s*$/i;

/** Hands remote_write bodies to the controller unread: a sender is authenticated and measured before a byte is buffered. */
export function streamBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser('application/x-protobuf', (_request, payload, done) => done(null, payload));
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.url === WRITE_PATH) checkKind(request); // before any parser looks at the body
    done();
  });
}

/** @throws DomainError `unsupported` for another content type or encoding. */
function checkKind({ headers: { 'content-type': type = '', 'content-encoding': encoding = '' } }: FastifyRequest): void {
  if (!CONTENT_TYPE.test(type)) throw unsupported('content-type', 'Send remote_write 1.0 as application/x-protobuf');
  if (encoding.toLowerCase() !== 'snappy')
    throw unsupported('content-encoding', 'Send the body with Content-Encoding: snappy (block format)');
}

const unsupported = (field: string, message: string): DomainError =>
  new DomainError('unsupported', `${field}-unsupported`, message, { field });

import { DomainError } from '@cloudops/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { writeVersion } from './write-version.ts';
import { writtenHeaders } from './written-headers.ts';

export const WRITE_PATH = '/api/v1/write';
/** Hands remote_write bodies to the controller unread: a sender is authenticated and measured before a byte is buffered. */
export function streamBodies(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser('application/x-protobuf', (_request, payload, done) => done(null, payload));
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url === WRITE_PATH) {
      const version = writeVersion(request.headers); // before any parser looks at the body
      if (version !== '1.0') void reply.headers(writtenHeaders({ samples: 0, histograms: 0, exemplars: 0 })); // whatever becomes of it
      if (version instanceof DomainError) throw version;
    }
    done();
  });
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Hands bodies that are not JSON to the controller unread: the sender is authenticated and measured before a byte is buffered. */
export function streamBodies(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addContentTypeParser('*', (_request, payload, done) => done(null, payload));
}

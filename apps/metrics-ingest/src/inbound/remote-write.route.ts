import type { Readable } from 'node:stream';
import { DomainError } from '@cloudops/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReceiveWrite } from '../use-cases/receive-write.ts';
import { writeVersion } from './write-version.ts';
import { writtenHeaders } from './written-headers.ts';

const WRITE_PATH = '/api/v1/write';
const NOTHING = writtenHeaders({ samples: 0, histograms: 0, exemplars: 0 });

/**
 * Prometheus remote_write 1.0 and 2.0, straight on Fastify: this is where all samples come in. 204 once committed; 4xx says that sending
 * the same again is of no use, 503 that it is. A body is handed on unread: a sender is authenticated and measured before a byte of it is
 * buffered.
 */
export function routeRemoteWrite(app: NestFastifyApplication): void {
  const receiveWrite = app.get(ReceiveWrite, { strict: false });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addContentTypeParser('application/x-protobuf', (_request, payload, done) => done(null, payload));
  fastify.post(WRITE_PATH, { onRequest: checkVersion }, async ({ headers, body }, reply) => {
    const version = writeVersion(headers) === '2.0' ? '2.0' : '1.0'; // anything else was turned away before the body
    const { authorization, 'content-length': length } = headers;
    const attempt = { version, authorization, declaredBytes: Number(length ?? 0), body: body as Readable | undefined } as const;
    const { written, refusal } = await receiveWrite.execute(attempt);
    if (version === '2.0') void reply.headers(writtenHeaders(written));
    if (refusal !== undefined) throw refusal;
    return reply.code(204).send();
  });
}

/** Before any parser looks at the body. */
function checkVersion({ headers }: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const version = writeVersion(headers);
  if (version !== '1.0') void reply.headers(NOTHING); // whatever becomes of it
  if (version instanceof DomainError) throw version;
  done();
}

import { DomainError, type ErrorKind } from '@cloudops/contracts';
import { problemOf } from '@cloudops/platform-http';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { prometheusFailure } from '../domain/prometheus-failure.ts';

/** Failures under /prometheus in the shape that clients of Prometheus read. */
@Catch()
export class PrometheusFilter implements ExceptionFilter {
  private readonly log = new Logger('prometheus');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const { body, headers } = problemOf(error, { id: request.id, path: request.url.split('?', 1)[0]!, method: request.method });
    if (body.status === 500) this.log.error({ err: error }, 'request failed');
    if (reply.raw.headersSent) {
      reply.raw.destroy(); // a stream that broke half-way: the client must not take it for complete
      return;
    }
    const kind: ErrorKind | undefined = error instanceof DomainError ? error.kind : undefined;
    const { status, errorType } =
      kind === undefined ? { status: body.status, errorType: otherType(body.status) } : prometheusFailure(kind, body.code);
    const retry = status === 503 || status === 429 ? { 'retry-after': headers['retry-after'] ?? '5' } : {};
    void reply
      .code(status)
      .headers({ ...headers, ...retry, 'content-type': 'application/json; charset=utf-8' })
      .send({ status: 'error', errorType, error: body.detail });
  }
}

/** Of what is refused before or beside our own rules: malformed bodies, too many wrong keys, an unexpected failure. */
const otherType = (status: number): string => (status >= 500 ? 'internal' : status === 429 ? 'unavailable' : 'bad_data');

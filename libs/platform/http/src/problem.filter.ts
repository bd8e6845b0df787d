import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './problem.ts';

/** Turns whatever a controller throws into problem+json; only an unexpected failure is logged as an error. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also for what Fastify refuses before Nest sees it. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const path = request.url.split('?', 1)[0] ?? '/';
    const { body, headers } = problemOf(error, { id: request.id, path, method: request.method });
    if (body.status === 500) this.log.error({ err: error, method: request.method, path }, 'request failed');
    if (reply.raw.headersSent) {
      reply.raw.destroy(); // a stream that broke half-way: the client must not take it for complete
      return;
    }
    void reply.code(body.status).headers(headers).send(body);
  }
}

import { withCorrelation } from '@cloudops/platform-telemetry';
import { Injectable, Logger } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Histogram } from 'prom-client';
import { HTTP_DURATION } from './http.metrics.ts';

/** Asked every few seconds by machines that act on the status themselves. */
const PROBES: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);
const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** The caller's x-request-id where it is harmless, else a new one. */
export function requestIdOf(request: { readonly headers: IncomingMessage['headers'] }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** What happens around every request: its id goes out and into the logs, its duration into the histogram and the access log. */
@Injectable()
export class RequestHooks {
  private readonly log = new Logger('http');

  constructor(@InjectMetric(HTTP_DURATION) private readonly duration: Histogram<'route' | 'method' | 'status'>) {}

  install(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
      withCorrelation(request.id, done);
    });
    // reading the body leaves the async context of onRequest
    fastify.addHook('preValidation', (request, _reply, done) => withCorrelation(request.id, done));
    // Fastify closes the connection on a body that it refuses; who is still sending then would see a broken pipe instead of the refusal
    fastify.addHook('onSend', (request, reply, _payload, done) => {
      if (reply.statusCode === 413) {
        void reply.removeHeader('connection');
        request.raw.resume();
      }
      done();
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      this.finished(request, reply);
      done();
    });
  }

  private finished(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url ?? 'unmatched';
    const status = reply.statusCode;
    this.duration.observe({ route, method: request.method, status: String(status) }, reply.elapsedTime / 1000);
    const line = { route, method: request.method, status, durationMs: Math.round(reply.elapsedTime) };
    withCorrelation(request.id, () => {
      if (PROBES.has(route)) this.log.debug(line, 'probed');
      else if (status >= 500) this.log.warn(line, 'request failed');
      else if (status >= 400) this.log.log(line, 'request refused');
      else this.log.debug(line, 'request served');
    });
  }
}

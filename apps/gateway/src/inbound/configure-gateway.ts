import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { MethodNotAllowedException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { methodsOf, type Route } from '../domain/route-table.ts';
import { wantsHtml } from '../domain/wants-html.ts';
import type { GatewayConfig } from '../gateway.config.ts';

/** What Fastify itself must know: security headers, the console's files, and what to say about paths that no route has. */
export async function configureGateway(app: NestFastifyApplication, config: Pick<GatewayConfig, 'CONSOLE_DIR'>): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY } });
  answerUnknownPaths(fastify);
  const root = config.CONSOLE_DIR === undefined ? undefined : resolve(config.CONSOLE_DIR);
  if (root === undefined || !existsSync(join(root, 'index.html'))) return;
  // one route a file: no wildcard that would swallow the 404 of the API
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: setCaching,
  });
}

export const servesConsole = (reply: FastifyReply): boolean => reply.server.hasReplyDecorator('sendFile');

/** Everything comes from here; component libraries write style attributes. */
const CONTENT_POLICY = {
  'default-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** Names under assets/ carry a hash of their content. */
function setCaching(reply: FastifyReply, path: string): void {
  const immutable = path.replaceAll('\\', '/').includes('/assets/');
  void reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function answerUnknownPaths(fastify: FastifyInstance): void {
  const routes: Route[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, path: url });
  });
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const path = request.url.split('?', 1)[0]!;
    const methods = methodsOf(path, routes);
    if (methods.length > 0) {
      void reply.header('allow', methods.join(', '));
      throw new MethodNotAllowedException(`${request.method} is not for this path; it knows ${methods.join(', ')}`);
    }
    if (isConsolePage(request.method, path) && servesConsole(reply) && wantsHtml(request.headers.accept))
      return reply.sendFile('index.html');
  });
}

/** The console keeps its place in the path (`/incidents/42`), so that a link can be shared; files and the API are not pages. */
const isConsolePage = (method: string, path: string): boolean =>
  method === 'GET' && !path.startsWith('/api/') && !path.slice(path.lastIndexOf('/')).includes('.');

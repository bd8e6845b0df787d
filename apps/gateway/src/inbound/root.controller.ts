import { HealthChecks } from '@cloudops/platform-telemetry';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { NO_CONSOLE_PAGE } from '../domain/no-console-page.ts';
import { wantsHtml } from '../domain/wants-html.ts';
import { servesConsole } from './configure-gateway.ts';
import { DocumentedOperations } from './documented-operations.ts';
import { envelope } from './envelope.interceptor.ts';
import { Operation } from './operation.ts';

const RootAnswer = z.object({ service: z.string(), version: z.string(), endpoints: z.array(z.string()) });
const SUMMARY = 'Service, version and endpoints; for a browser, the console';

/** The front door: people get the console, programs get what there is to call. */
@Controller()
export class RootController {
  constructor(
    private readonly operations: DocumentedOperations,
    private readonly health: HealthChecks,
  ) {}

  @Operation({ access: 'open', tag: 'reference', summary: SUMMARY, answer: RootAnswer })
  @Get()
  async welcome(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('vary', 'accept');
    if (!wantsHtml(request.headers.accept)) {
      const endpoints = this.operations.list().map(({ method, path }) => `${method} ${path}`);
      const { version } = await this.health.report();
      await reply.send(envelope({ service: 'gateway', version, endpoints: endpoints.sort() }, SUMMARY));
    } else if (servesConsole(reply)) await reply.sendFile('index.html');
    else await reply.type('text/html; charset=utf-8').send(NO_CONSOLE_PAGE);
  }
}

import type { ServiceName } from '@cloudops/contracts';
import { Logger } from '@cloudops/platform-telemetry';
import { StandardSchemaValidationPipe, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BusLink } from './bus-link.ts';
import { endConnection, KEEP_ALIVE_MS, REQUEST_TIMEOUT_MS } from './connections.ts';
import { HttpModule } from './http.module.ts';
import { ProblemFilter } from './problem.filter.ts';
import { RequestHooks, requestIdOf } from './request-hooks.ts';
import { invalidInput } from './valid.ts';

const BODY_LIMIT = 1024 * 1024;

export interface ServiceOptions<Config> {
  readonly service: ServiceName;
  readonly config: Config;
  /** The service's own module; it imports TelemetryModule, and BusModule and PostgresModule where it needs them. */
  readonly module: (config: Config) => DynamicModule;
  /** Largest body in bytes; a larger one answers 413. 1 MiB unless given. */
  readonly bodyLimit?: number;
  /** Resolves once the service may hear and answer on the bus, undefined when it may now. Probes are served before. */
  readonly attachWhen?: (app: NestFastifyApplication) => Promise<void> | undefined;
  /** Last words before start: content type parsers, static files, OpenAPI. */
  readonly configure?: (app: NestFastifyApplication, config: Config) => void | Promise<void>;
}

class ServiceModule {}

/**
 * A whole service, initialised and connected to the bus but not listening: tests use `app.inject`, or `app.listen(0)`.
 * Connections end in `onApplicationShutdown`; streams that a client holds open must end in `onModuleDestroy`.
 */
export async function createService<Config>(options: ServiceOptions<Config>): Promise<NestFastifyApplication> {
  const problems = new ProblemFilter();
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimit ?? BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    clientErrorHandler: endConnection,
    genReqId: requestIdOf,
    requestIdHeader: false,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => problems.answer(error, request, reply),
  });
  const root: DynamicModule = { module: ServiceModule as Type, imports: [HttpModule, options.module(options.config)] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, { abortOnError: false, bufferLogs: true });
  app.useLogger(app.get(Logger));
  app.useGlobalFilters(problems);
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: invalidInput }));
  app.get(RequestHooks).install(app.getHttpAdapter().getInstance());
  await options.configure?.(app, options.config);
  const { strategy } = app.get(BusLink);
  if (strategy) app.connectMicroservice({ strategy });
  await app.init();
  const due = options.attachWhen?.(app);
  if (due === undefined) await app.startAllMicroservices();
  else void due.then(() => app.startAllMicroservices());
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

import { loadConfig, type ServiceConfig } from '@cloudops/platform-config';
import { createLogger, HealthChecks } from '@cloudops/platform-telemetry';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { z } from 'zod';
import { createService, type ServiceOptions } from './create-service.ts';

/** How long `/readyz` says no before the socket closes, so that a load balancer can look away. */
const READINESS_DROPS_MS = 300;
/** After this long open connections are cut; after EXIT_MS the process ends whatever still runs. */
const CUT_CONNECTIONS_MS = 7_000;
const EXIT_MS = 9_500;

type Serve<S extends z.ZodObject> = Omit<ServiceOptions<z.output<S>>, 'config'> & {
  readonly config: S & (z.output<S> extends ServiceConfig ? unknown : never);
};

/** The body of a service's main.ts: parse the environment, start, listen on HOST:PORT, stop gracefully on SIGTERM and SIGINT. */
export async function serve<S extends z.ZodObject>(options: Serve<S>): Promise<void> {
  const config = loadConfig(options.config);
  const { HOST, PORT, LOG_LEVEL } = config as unknown as ServiceConfig;
  const log = createLogger(options.service, LOG_LEVEL);
  process.on('uncaughtExceptionMonitor', (error) => log.fatal({ err: error }, 'crashed'));
  try {
    const app = await createService<z.output<S>>({ ...options, config });
    await app.listen(PORT, HOST);
    stopOnSignals(app);
    log.info({ url: await app.getUrl() }, 'listening');
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

function stopOnSignals(app: NestFastifyApplication): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    app.get(HealthChecks, { strict: false }).drain();
    const server = app.getHttpServer();
    setTimeout(() => server.closeAllConnections(), CUT_CONNECTIONS_MS).unref();
    setTimeout(() => process.exit(1), EXIT_MS).unref();
    setTimeout(() => {
      // a kept-alive connection becomes idle only after its last answer, and close() waits for it
      setInterval(() => server.closeIdleConnections(), 50).unref();
      app.close().then(
        () => process.exit(), // with the exit code of whoever asked for the end
        () => process.exit(1),
      );
    }, READINESS_DROPS_MS);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
}

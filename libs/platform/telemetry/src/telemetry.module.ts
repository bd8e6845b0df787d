import type { LogLevel, ServiceName } from '@cloudops/contracts';
import { Module, type DynamicModule } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { LoggerModule } from 'nestjs-pino';
import { collectDefaultMetrics, register } from 'prom-client';
import { HealthChecks } from './health-checks.ts';
import { createLogger } from './logger.ts';
import { SERVICE_VERSION } from './version.ts';

/** Logs, metrics (`/metrics` included) and health checks of a service; global, imported once by its module. */
@Module({})
export class TelemetryModule {
  static forService(service: ServiceName, options: { level: LogLevel | 'silent' }): DynamicModule {
    startProcessMetrics();
    return {
      module: TelemetryModule,
      global: true,
      imports: [
        // no per-request middleware: platform/http sets the correlation id and writes the access log in its own hooks
        LoggerModule.forRoot({ pinoHttp: { logger: createLogger(service, options.level), autoLogging: false }, forRoutes: [] }),
        PrometheusModule.register({ global: true, defaultMetrics: { enabled: false } }),
      ],
      providers: [{ provide: HealthChecks, useFactory: () => new HealthChecks(service, SERVICE_VERSION) }],
      exports: [HealthChecks, LoggerModule, PrometheusModule],
    };
  }
}

/** Process, garbage collection and event-loop lag; once per process, however many apps a test boots in it. */
function startProcessMetrics(): void {
  if (register.getSingleMetric('process_cpu_user_seconds_total') === undefined) collectDefaultMetrics();
}

import { HealthSource } from '@cloudops/platform-bus';
import { HealthChecks } from '@cloudops/platform-telemetry';
import { Global, Module } from '@nestjs/common';
import { BusLink } from './bus-link.ts';
import { HealthController } from './health.controller.ts';
import { httpDurationProvider } from './http.metrics.ts';
import { RequestHooks } from './request-hooks.ts';

/** What every service's HTTP side has: probes, request ids, durations, and the same health facts for the bus. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [httpDurationProvider, RequestHooks, BusLink, { provide: HealthSource, useExisting: HealthChecks }],
  exports: [HealthSource],
})
export class HttpModule {}

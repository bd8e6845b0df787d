// A whole service as a process, for serve.int.spec.ts: one route that takes as long as it is told to.
import { ServiceConfig } from '@cloudops/platform-config';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { Controller, Get, Module, Query } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { serve } from './serve.ts';

@Controller()
class SlowController {
  @Get('slow')
  async slow(@Query('ms') ms: string): Promise<string> {
    await setTimeout(Number(ms));
    return 'finished';
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

await serve({
  service: 'chat',
  config: ServiceConfig,
  module: (config) => ({ module: SlowModule, imports: [TelemetryModule.forService('chat', { level: config.LOG_LEVEL })] }),
});

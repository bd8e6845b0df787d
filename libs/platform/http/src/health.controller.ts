import { HealthChecks, type HealthReport } from '@cloudops/platform-telemetry';
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

@Controller()
export class HealthController {
  constructor(private readonly health: HealthChecks) {}

  /** The process answers; depends on nothing, so that an orchestrator does not restart it for a broken database. */
  @Get('livez')
  livez(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when every check passes, else 503 with the check that does not. */
  @Get('readyz')
  async readyz(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.report();
    void reply.code(report.ready ? 200 : 503);
    return report;
  }
}

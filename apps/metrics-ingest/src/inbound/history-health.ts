import { HistoryDays } from '@cloudops/domain-series';
import { HealthChecks } from '@cloudops/platform-telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';

const WHY = { cap: 'HISTORY_MAX_BYTES was reached', disk: 'the disk ran short of DISK_RESERVE_BYTES' } as const;

/** Says in every report of the service's health whether history is whole. That it had to shed something keeps nobody from using it. */
@Injectable()
export class HistoryHealth implements OnModuleInit {
  constructor(
    private readonly days: HistoryDays,
    private readonly checks: HealthChecks,
  ) {}

  onModuleInit(): void {
    this.checks.register('history', async () => {
      const shed = await this.days.shedding();
      if (shed === null) return { ok: true, message: 'whole within retention' };
      const { samples, at, reason } = shed;
      return { ok: true, message: `degraded: ${samples} samples went before their time, last at ${at.toISOString()}: ${WHY[reason]}` };
    });
  }
}

import { HistoryDays } from '@cloudops/domain-series';
import { HealthChecks } from '@cloudops/platform-telemetry';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** While it goes on, a day goes every day at least. */
const TELLS_MS = 86_400_000;
const WHY = { cap: 'HISTORY_MAX_BYTES was reached', disk: 'the disk ran short of DISK_RESERVE_BYTES' } as const;

/** Says in every report of the service's health whether history is whole: degraded for a day after it had to shed something, which keeps nobody from using it. */
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
      const { samples, at, ageMs, reason } = shed;
      const degraded = ageMs < TELLS_MS;
      return { ok: true, degraded, message: `${samples} samples went before their time, last at ${at.toISOString()}: ${WHY[reason]}` };
    });
  }
}

import { SampleHistory } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { SeriesRegister } from './series-register.ts';

const DAY_MS = 86_400_000;
/** Retention is counted in days: to look once an hour is enough. */
const INTERVAL_MS = 3_600_000;

/** Lets go of history beyond retention, and of series that fell silent. */
@Injectable()
export class ExpireHistory {
  private lookedAt = -Infinity;

  constructor(
    private readonly history: SampleHistory,
    private readonly register: SeriesRegister,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async execute(): Promise<void> {
    const now = this.clock.now();
    if (Math.abs(now - this.lookedAt) < INTERVAL_MS) return;
    const before = now - this.config.HISTORY_RETENTION_DAYS * DAY_MS;
    await this.history.expire(before);
    await this.register.retire(before);
    this.lookedAt = now;
  }
}

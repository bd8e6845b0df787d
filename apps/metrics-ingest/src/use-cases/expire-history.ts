import { SampleHistory } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { SeriesRegister } from './series-register.ts';

const DAY_MS = 86_400_000;

/** Deletes chunks and series beyond retention. */
@Injectable()
export class ExpireHistory {
  constructor(
    private readonly history: SampleHistory,
    private readonly register: SeriesRegister,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async execute(): Promise<void> {
    const before = this.clock.now() - this.config.HISTORY_RETENTION_DAYS * DAY_MS;
    await this.history.expire(before);
    await this.register.retire(before);
  }
}

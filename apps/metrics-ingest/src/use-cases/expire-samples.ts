import { Journal, SampleHistory } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { IngestMetrics } from '../ingest.metrics.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { SeriesRegister } from './series-register.ts';

const DAY_MS = 86_400_000;

/** Lets go of what is past its time: journal rows that everyone has applied, or a day old; chunks and series beyond retention. */
@Injectable()
export class ExpireSamples {
  constructor(
    private readonly journal: Journal,
    private readonly metrics: IngestMetrics,
    private readonly beyond: BeyondRetention,
  ) {}

  async execute(): Promise<void> {
    this.metrics.trimmedRows.inc(await this.journal.trim(DAY_MS));
    await this.beyond.expire();
  }
}

/** History and catalogue beyond retention. */
@Injectable()
export class BeyondRetention {
  constructor(
    private readonly history: SampleHistory,
    private readonly register: SeriesRegister,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async expire(): Promise<void> {
    const before = this.clock.now() - this.config.HISTORY_RETENTION_DAYS * DAY_MS;
    await this.history.expire(before);
    await this.register.retire(before);
  }
}

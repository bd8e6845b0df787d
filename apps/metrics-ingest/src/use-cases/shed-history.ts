import { SampleHistory } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';

/** Keeps history within the disk that it may take: the oldest day goes first, the current one never. */
@Injectable()
export class ShedHistory {
  constructor(
    private readonly history: SampleHistory,
    private readonly metrics: IngestMetrics,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async execute(): Promise<void> {
    for (;;) {
      const { history, journal } = await this.history.size();
      this.metrics.historyBytes.set(history);
      this.metrics.journalSize.set(journal);
      if (history <= this.config.HISTORY_MAX_BYTES) return;
      const samples = await this.history.shedOldestDay();
      if (samples === 0) return;
      this.metrics.shedSamples.inc(samples);
    }
  }
}

import type { HistoryStats, IngestDiagnosis, ResponseInput } from '@cloudops/contracts';
import { HistoryFigures } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { IngestMetrics } from '../ingest.metrics.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { SeriesRegister } from './series-register.ts';

const LARGEST = 10;

/** What operators ask: how much is stored, what was refused and why, how far the stages lag behind. */
@Injectable()
export class DiagnoseIngest {
  constructor(
    private readonly figures: HistoryFigures,
    private readonly metrics: IngestMetrics,
    private readonly register: SeriesRegister,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async stats(): Promise<ResponseInput<typeof HistoryStats>> {
    const stats = await this.figures.stats();
    const bytesPerSample = stats.samples === 0 ? null : stats.bytes / stats.samples;
    const rollups = { ...stats.rollups, retentionDays: this.config.ROLLUP_RETENTION_DAYS };
    return { ...stats, rollups, bytesPerSample, retentionDays: this.config.HISTORY_RETENTION_DAYS };
  }

  async diagnosis(): Promise<ResponseInput<typeof IngestDiagnosis>> {
    const accepted = await valuesOf(this.metrics.accepted, 'via');
    return {
      series: this.register.size,
      maxSeries: this.config.MAX_SERIES,
      samplesAccepted: Object.values(accepted).reduce((sum, count) => sum + count, 0),
      samplesRefused: await valuesOf(this.metrics.refused, 'reason'),
      requests: await valuesOf(this.metrics.requests, 'outcome'),
      ...(await this.figures.lags()),
      largestMetrics: await this.figures.largestMetrics(LARGEST),
    };
  }
}

async function valuesOf<L extends string>(counter: Counter<L>, label: L): Promise<Record<string, number>> {
  const { values } = await counter.get();
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels[label]), value]));
}

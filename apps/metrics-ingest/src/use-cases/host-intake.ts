import { hostname } from 'node:os';
import { hostEntity, IdentifiedSamples, type SeriesSamples } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { AcceptSamples } from './accept-samples.ts';

/** Where host samples go: in the name of this machine. */
@Injectable()
export class HostIntake {
  constructor(
    private readonly samples: AcceptSamples,
    private readonly metrics: IngestMetrics,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async measured<T>(read: () => Promise<T>): Promise<T> {
    const stop = this.metrics.hostSeconds.startTimer();
    const reading = await read();
    stop();
    return reading;
  }

  async accept(series: readonly SeriesSamples[]): Promise<void> {
    const entity = hostEntity(this.config.ENVIRONMENT, hostname());
    await this.samples.accept({ source: 'host', series: IdentifiedSamples.of(series), sampleCount: series.length, entity });
  }
}

import { hostname } from 'node:os';
import { hostEntity, HostReadings, ScrapeSession } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { AcceptSamples } from './accept-samples.ts';
import { SeriesRegister } from './series-register.ts';

/** Reads the host once and commits what it says, as job `host`. */
@Injectable()
export class CollectHost {
  private readonly session = new ScrapeSession({ job: 'host', instance: hostname() });

  constructor(
    private readonly readings: HostReadings,
    private readonly register: SeriesRegister,
    private readonly intake: HostIntake,
  ) {}

  async execute(): Promise<void> {
    const at = Date.now();
    const exposition = await this.intake.measured(() => this.readings.read());
    await this.register.declareTypes(exposition.types);
    await this.intake.accept(this.session.observe(exposition, at));
  }
}

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

  async accept(series: ReturnType<ScrapeSession['observe']>): Promise<void> {
    const entity = hostEntity(this.config.ENVIRONMENT, hostname());
    await this.samples.accept({ source: 'host', series, sampleCount: series.length, entity });
  }
}

import type { MetricType, ScrapeTarget, TargetHealth } from '@cloudops/contracts';
import { Expositions, type Exposition, type ScrapeSession, type SeriesSamples } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { AcceptSamples } from './accept-samples.ts';
import { SeriesRegister } from './series-register.ts';

export type ScrapeHealth = Pick<TargetHealth, 'health' | 'lastScrapeAt' | 'lastError' | 'lastSamples'>;

const LONGEST_SCRAPE_MS = 10_000;
const REPORTS: ReadonlyMap<string, MetricType> = new Map([
  ['up', 'gauge'],
  ['scrape_duration_seconds', 'gauge'],
  ['scrape_samples_scraped', 'gauge'],
]);

/** Fetches one exposition and commits it with the reports that Prometheus adds: `up`, duration, number of samples. */
@Injectable()
export class ScrapeOnce {
  constructor(
    private readonly expositions: Expositions,
    private readonly accept: AcceptSamples,
    private readonly register: SeriesRegister,
    private readonly metrics: IngestMetrics,
  ) {}

  /** @param at time of the scrape's samples, ms. @throws DomainError when nothing could be committed; a target that is down is no error. */
  async execute(target: ScrapeTarget, session: ScrapeSession, at: number): Promise<ScrapeHealth> {
    const stop = this.metrics.scrapeSeconds.startTimer();
    const { samples, lastSamples, lastError } = await this.look(target, session, at);
    const seconds = stop();
    const isUp = lastError === null;
    this.metrics.scrapes.inc({ outcome: isUp ? 'up' : 'down' });
    await this.deliver(target, [
      ...samples,
      session.report('up', isUp ? 1 : 0, at),
      session.report('scrape_duration_seconds', seconds, at),
      session.report('scrape_samples_scraped', lastSamples, at),
    ]);
    return { health: isUp ? 'up' : 'down', lastScrapeAt: new Date(at).toISOString(), lastError, lastSamples };
  }

  /** Marks everything of a removed target stale, the reports too. */
  async end(target: ScrapeTarget, session: ScrapeSession, at: number): Promise<void> {
    await this.deliver(target, session.close(at));
  }

  private async look(target: ScrapeTarget, session: ScrapeSession, at: number) {
    try {
      const exposition = await this.expositions.fetch(target.url, Math.min(target.intervalMs, LONGEST_SCRAPE_MS));
      const samples = session.observe(exposition, at);
      await this.declare(exposition);
      return { samples, lastSamples: exposition.samples.length, lastError: null };
    } catch (error) {
      return { samples: session.end(at), lastSamples: 0, lastError: error instanceof Error ? error.message : String(error) };
    }
  }

  private async declare({ types }: Exposition): Promise<void> {
    await this.register.declareTypes(types);
    await this.register.declareTypes(REPORTS);
  }

  private async deliver(target: ScrapeTarget, series: readonly SeriesSamples[]): Promise<void> {
    if (series.length > 0)
      await this.accept.accept({ source: `scrape:${target.job}`, series, sampleCount: series.length, entity: target.entity });
  }
}

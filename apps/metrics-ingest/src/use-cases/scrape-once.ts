import type { ScrapeTarget, TargetHealth } from '@cloudops/contracts';
import {
  Expositions,
  scrapeBounds,
  type Declarations,
  type Exposition,
  type Observation,
  type ScrapeSession,
} from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { SeriesRegister } from './series-register.ts';
import { StoreScrape } from './store-scrape.ts';

export type ScrapeHealth = Pick<TargetHealth, 'health' | 'lastScrapeAt' | 'lastError' | 'lastSamples'>;

const REPORT_NAMES = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
] as const;
const REPORTS: Declarations = new Map(REPORT_NAMES.map((name) => [name, { type: 'gauge' }]));

type Seen = Pick<Observation, 'series' | 'exemplars' | 'scraped' | 'kept' | 'added'> & { readonly lastError: string | null };

/** Fetches one exposition and stores it with the reports that Prometheus adds. */
@Injectable()
export class ScrapeOnce {
  constructor(
    private readonly expositions: Expositions,
    private readonly store: StoreScrape,
    private readonly register: SeriesRegister,
    private readonly metrics: IngestMetrics,
  ) {}

  /** @param at time of the scrape's samples, ms. @throws DomainError when nothing could be committed; a target that is down is no error. */
  async execute(target: ScrapeTarget, session: ScrapeSession, at: number): Promise<ScrapeHealth> {
    const stop = this.metrics.scrapeSeconds.startTimer();
    const { series, exemplars, scraped, kept, added, lastError } = await this.look(target, session, at);
    const isUp = lastError === null;
    const reports = [isUp ? 1 : 0, stop(), scraped, kept, added].map((value, i) => session.report(REPORT_NAMES[i]!, value, at));
    this.metrics.scrapes.inc({ outcome: isUp ? 'up' : 'down' });
    await this.store.execute(target, [...series, ...reports], exemplars);
    return { health: isUp ? 'up' : 'down', lastScrapeAt: new Date(at).toISOString(), lastError, lastSamples: scraped };
  }

  /** Marks everything of a removed target stale, the reports too. */
  async end(target: ScrapeTarget, session: ScrapeSession, at: number): Promise<void> {
    await this.store.execute(target, session.close(at), []);
  }

  private async look(target: ScrapeTarget, session: ScrapeSession, at: number): Promise<Seen> {
    try {
      const exposition = await this.expositions.fetch(target.url, scrapeBounds(target));
      const { failure, ...seen } = session.observe(exposition, at);
      await this.declare(exposition);
      return { ...seen, lastError: failure?.message ?? null };
    } catch (error) {
      const lastError = error instanceof Error ? error.message : String(error);
      return { series: session.end(at), exemplars: [], scraped: 0, kept: 0, added: 0, lastError };
    }
  }

  private async declare({ families }: Exposition): Promise<void> {
    await this.register.declare(families);
    await this.register.declare(REPORTS);
  }
}

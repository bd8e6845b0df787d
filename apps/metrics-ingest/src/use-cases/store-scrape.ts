import type { ScrapeTarget } from '@cloudops/contracts';
import type { SeriesExemplar, SeriesSamples } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { AcceptSamples } from './accept-samples.ts';
import { KeepAttachments } from './keep-attachments.ts';

/** Commits what a scrape brought: samples first, then the exemplars of series that were let in. */
@Injectable()
export class StoreScrape {
  constructor(
    private readonly accept: AcceptSamples,
    private readonly attachments: KeepAttachments,
  ) {}

  /** @throws DomainError `overloaded` or `unavailable`. */
  async execute({ job, entity }: ScrapeTarget, series: readonly SeriesSamples[], exemplars: readonly SeriesExemplar[]): Promise<void> {
    if (series.length === 0) return;
    const sampleCount = series.length + exemplars.length;
    await this.attachments.execute(await this.accept.accept({ source: `scrape:${job}`, series, exemplars, sampleCount, entity }));
  }
}

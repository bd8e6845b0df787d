import type { ScrapeTarget } from '@cloudops/contracts';
import { IdentifiedSamples, type SeriesExemplar, type SeriesSamples } from '@cloudops/domain-series';
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
    const delivery = { source: `scrape:${job}`, series: IdentifiedSamples.of(series), exemplars, sampleCount, entity };
    await this.attachments.execute(await this.accept.accept(delivery));
  }
}

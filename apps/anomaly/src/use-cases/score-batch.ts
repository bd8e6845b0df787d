import type { SampleBatch } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { ScoringMetrics } from '../anomaly.metrics.ts';
import { Findings } from '../domain/findings.ts';
import type { Change } from '../domain/live-view.ts';
import { LiveViews } from '../domain/live-views.ts';
import { SeriesCatalogue } from '../domain/series-catalogue.ts';

/** Scores every point of a batch and records what it found. */
@Injectable()
export class ScoreBatch {
  constructor(
    private readonly views: LiveViews,
    private readonly catalogue: SeriesCatalogue,
    private readonly findings: Findings,
    private readonly metrics: ScoringMetrics,
  ) {}

  /** @param sweepAt the partition's clock when it is time to look for silent series. Memory and database differ if this throws: restore. */
  async score(batch: SampleBatch, sweepAt: number | undefined): Promise<void> {
    const changes: Change[] = [];
    for (const series of batch.series) this.views.feed(series, changes);
    if (sweepAt !== undefined) this.views.sweep(batch.partition, sweepAt, changes);
    if (changes.length > 0) await this.findings.record(changes);
    this.metrics.scored(batch, this.views);
  }

  /** Describes the series of a batch that are not known yet; nothing is scored before. @throws DomainError when they cannot be described now. */
  async describe({ series, partition }: SampleBatch): Promise<void> {
    const unknown = this.views.unknown(series);
    if (unknown.length > 0) this.views.describe(await this.catalogue.describe(unknown), partition);
  }
}

import { Journal } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { KeepHistory } from './keep-history.ts';

const DAY_MS = 86_400_000;

/** Lets go of what is past its time: journal rows that everyone has applied, or a day old; history and series beyond retention. */
@Injectable()
export class ExpireSamples {
  constructor(
    private readonly journal: Journal,
    private readonly metrics: IngestMetrics,
    private readonly history: KeepHistory,
  ) {}

  async execute(): Promise<void> {
    this.metrics.trimmedRows.inc(await this.journal.trim(DAY_MS));
    await this.history.execute();
  }
}

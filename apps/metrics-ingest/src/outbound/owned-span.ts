import { HistoryFigures } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { CONFIG, type MetricsIngestConfig, firstRawDay } from '../metrics-ingest.config.ts';

const DAY_MS = 86_400_000;
const REMEMBER_MS = 60_000;

/** Since when the samples here are all there are to have: as far back as they are kept, and not before the first that came. */
@Injectable()
export class OwnedSpan {
  private oldest: { readonly at: number; readonly time: number } | undefined;

  constructor(
    private readonly figures: HistoryFigures,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
    private readonly clock: Clock,
  ) {}

  /** ms; -Infinity where history is our own. */
  async start(): Promise<number> {
    if (this.config.HISTORY === 'own') return -Infinity;
    const now = this.clock.now();
    if (this.oldest === undefined || Math.abs(now - this.oldest.at) > REMEMBER_MS) {
      const { oldest } = await this.figures.stats();
      this.oldest = { at: now, time: oldest === null ? now : Date.parse(oldest) };
    }
    return Math.max(firstRawDay(now, this.config) * DAY_MS, this.oldest.time);
  }
}

import { Rollups } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';

/** A day that late samples or a backfill still add to is not rolled up again and again. */
export const QUIET_MS = 600_000;

/** Makes the roll-ups of days that have passed. */
@Injectable()
export class RollUpHistory {
  constructor(
    private readonly rollups: Rollups,
    private readonly metrics: IngestMetrics,
  ) {}

  /** @param endDay days before it. @param quietMs 0 for what cannot wait: raw samples are about to go. */
  async execute(endDay: number, quietMs: number): Promise<void> {
    for (const day of await this.rollups.unrolled(endDay, quietMs)) {
      const stop = this.metrics.rollSeconds.startTimer();
      const { samples, bytes } = await this.rollups.roll(day);
      this.metrics.rolledSamples.inc(samples);
      this.metrics.rollupBytesWritten.inc(bytes);
      stop();
    }
  }
}

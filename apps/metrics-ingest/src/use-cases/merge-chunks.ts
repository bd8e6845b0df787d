import { CHUNK_SPAN_MS, gatherPacks, packColumns, SampleHistory } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Windows of each level, ms, and zstd's level for what comes of them: small packs become one after 10 minutes, those one after a span. */
const LEVELS = [
  { windowMs: 600_000, effort: 1 },
  { windowMs: CHUNK_SPAN_MS, effort: 9 },
] as const;
/** Samples of a window keep coming for a while after its end. */
const GRACE_MS = 60_000;

/** Turns many small packs into fewer larger, better compressed ones, window by window. */
@Injectable()
export class MergeChunks {
  constructor(
    private readonly history: SampleHistory,
    private readonly clock: Clock,
    private readonly metrics: IngestMetrics,
  ) {}

  async execute(): Promise<void> {
    for (const [level, { windowMs, effort }] of LEVELS.entries()) {
      for (const window of await this.history.windows(level, windowMs, this.clock.now() - GRACE_MS)) {
        const stop = this.metrics.mergeSeconds.startTimer();
        const bytes = await this.history.promote(level, window, (bodies, first, last) =>
          packColumns(gatherPacks(bodies, first, last), effort),
        );
        this.metrics.chunkBytes.inc({ level: String(level + 1) }, bytes);
        stop();
      }
    }
  }
}

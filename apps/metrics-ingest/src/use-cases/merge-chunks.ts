import { chunksOf, CHUNK_SPAN_MS, decodeChunk, mergeSamples, SampleHistory } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Windows of each level, ms: fragments of a fold become one chunk after 10 minutes, those one after the span of a chunk. */
const WINDOWS_MS = [600_000, CHUNK_SPAN_MS] as const;
/** Samples of a window keep coming for a while after its end. */
const GRACE_MS = 60_000;
const SERIES_AT_ONCE = 500;

/** Turns many small chunks of a series into one larger, better compressed one, window by window. */
@Injectable()
export class MergeChunks {
  constructor(
    private readonly history: SampleHistory,
    private readonly clock: Clock,
    private readonly metrics: IngestMetrics,
  ) {}

  async execute(): Promise<void> {
    for (const [level, size] of WINDOWS_MS.entries()) {
      for (;;) {
        const earliest = await this.history.earliest(level);
        if (earliest === undefined) break;
        const from = Math.floor(earliest / size) * size;
        if (from + size + GRACE_MS > this.clock.now()) break;
        await this.mergeWindow(level, { from, to: from + size });
      }
    }
  }

  private async mergeWindow(level: number, window: { from: number; to: number }): Promise<void> {
    for (;;) {
      const fragments = await this.history.fragments(level, window, SERIES_AT_ONCE);
      if (fragments.size === 0) return;
      const chunks = [...fragments].flatMap(([id, bodies]) => chunksOf(id, mergeSamples(bodies.map((body) => decodeChunk(body)))));
      await this.history.replace(level, window, chunks);
      this.metrics.chunkBytes.inc(
        { level: String(level + 1) },
        chunks.reduce((sum, chunk) => sum + chunk.body.length, 0),
      );
    }
  }
}

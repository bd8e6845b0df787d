import { CHUNK_SPAN_MS, packColumns, SampleHistory, type PackWindow } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Of a span that is still open, so much is packed together once it has passed. */
const WINDOW_MS = 600_000;
/** Samples of a window keep coming for a while after its end. */
const GRACE_MS = 60_000;
/** Levels of what comes of a window, and of a span that is over; and zstd's level for either. */
const WINDOW = { level: 1, effort: 1 };
const SPAN = { level: 2, effort: 9 };
/** A span that is over waits for samples that still come, at most so many rounds. */
const MOST_ROUNDS = 40;

/** Turns many small packs into fewer larger, better compressed ones. */
@Injectable()
export class MergeChunks {
  /** Rounds that a span, `partition/from`, has waited. */
  private readonly waited = new Map<string, number>();

  constructor(
    private readonly history: SampleHistory,
    private readonly clock: Clock,
    private readonly metrics: IngestMetrics,
  ) {}

  /**
   * @param fresh spans (their beginning, ms) of each partition that this round has added to. Those wait even if they are over: while
   * a sender catches up, each sample would be packed again in every round, and in packs of too few.
   */
  async execute(fresh: ReadonlyMap<number, ReadonlySet<number>> = new Map()): Promise<void> {
    const before = this.clock.now() - GRACE_MS;
    let promoted: number | undefined;
    for (const span of await this.history.windows(SPAN.level, CHUNK_SPAN_MS, before)) {
      if (this.waits(span, fresh)) continue;
      // the next span's rows take the place that this one's have left: files do not grow with the number of spans
      if (promoted !== undefined && promoted !== span.from) await this.history.tidy();
      await this.promote(SPAN, span);
      promoted = span.from;
    }
    const openFrom = Math.floor(before / CHUNK_SPAN_MS) * CHUNK_SPAN_MS;
    for (const window of await this.history.windows(WINDOW.level, WINDOW_MS, before)) {
      if (window.from < openFrom) continue;
      await this.promote(WINDOW, window);
      promoted = window.from;
    }
    if (promoted !== undefined) await this.history.tidy();
  }

  private waits({ partition, from }: PackWindow, fresh: ReadonlyMap<number, ReadonlySet<number>>): boolean {
    const key = `${partition}/${from}`;
    const rounds = fresh.get(partition)?.has(from) ? (this.waited.get(key) ?? 0) + 1 : MOST_ROUNDS;
    if (rounds < MOST_ROUNDS) this.waited.set(key, rounds);
    else this.waited.delete(key);
    return rounds < MOST_ROUNDS;
  }

  private async promote({ level, effort }: typeof SPAN, window: PackWindow): Promise<void> {
    const stop = this.metrics.mergeSeconds.startTimer();
    const bytes = await this.history.promote(level, window, (samples) => packColumns(samples, effort));
    this.metrics.chunkBytes.inc({ level: String(level) }, bytes);
    stop();
  }
}

import { CHUNK_SPAN_MS, gatherBatches, Journal, packColumns, SampleHistory, SampleRoom } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Samples folded in one transaction: about 3 MiB of rows. */
const SAMPLES = 200_000;
/** zstd's level for packs that will be packed again soon. */
const EFFORT = 1;

/** Moves a partition's journal rows into history packs; the mark and the packs commit together. */
@Injectable()
export class FoldJournal {
  private readonly room = new SampleRoom();

  constructor(
    private readonly journal: Journal,
    private readonly history: SampleHistory,
    private readonly metrics: IngestMetrics,
  ) {}

  /** @returns beginnings of the spans (ms) that got samples. */
  async execute(partition: number): Promise<ReadonlySet<number>> {
    const stop = this.metrics.foldSeconds.startTimer();
    const spans = new Set<number>();
    for (let after = (await this.journal.position(partition)).foldedSeq; ;) {
      const rows = await this.journal.rowsAfter(partition, after, SAMPLES);
      const last = rows.at(-1);
      if (last === undefined) break;
      const packs = packColumns(
        gatherBatches(
          rows.map(({ body }) => body),
          this.room,
        ),
        EFFORT,
      );
      if (!(await this.history.fold(partition, { after, upTo: last.seq }, packs))) break; // another process has folded them
      after = last.seq;
      for (const { firstAt, samples, body } of packs) {
        spans.add(Math.floor(firstAt / CHUNK_SPAN_MS) * CHUNK_SPAN_MS);
        this.metrics.foldedSamples.inc(samples);
        this.metrics.chunkBytes.inc({ level: '0' }, body.length);
      }
    }
    stop();
    return spans;
  }
}

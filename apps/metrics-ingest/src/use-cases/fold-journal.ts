import { foldBatches, Journal, SampleHistory } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Rows folded in one transaction: at most 16 MiB. */
const ROWS = 64;

/** Moves a partition's sequenced journal rows into history chunks; the mark and the chunks commit together. */
@Injectable()
export class FoldJournal {
  constructor(
    private readonly journal: Journal,
    private readonly history: SampleHistory,
    private readonly metrics: IngestMetrics,
  ) {}

  async execute(partition: number): Promise<void> {
    const stop = this.metrics.foldSeconds.startTimer();
    for (let after = (await this.journal.position(partition)).foldedSeq; ;) {
      const rows = await this.journal.rowsAfter(partition, after, ROWS);
      const last = rows.at(-1);
      if (last === undefined) break;
      const chunks = foldBatches(rows.map(({ body }) => body));
      if (!(await this.history.fold(partition, { after, upTo: last.seq }, chunks))) break; // another process has folded them
      after = last.seq;
      this.metrics.foldedSamples.inc(chunks.reduce((sum, chunk) => sum + chunk.samples, 0));
      this.metrics.chunkBytes.inc(
        { level: '0' },
        chunks.reduce((sum, chunk) => sum + chunk.body.length, 0),
      );
    }
    stop();
  }
}

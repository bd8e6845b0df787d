import { gatherBatches, Journal, packColumns, SampleHistory } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';

/** Samples folded in one transaction: about 3 MiB of rows, twice as much as text on their way from Postgres. */
const SAMPLES = 200_000;
/** zstd's level for packs that will be packed again soon. */
const EFFORT = 1;

/** Moves a partition's journal rows into history packs; the mark and the packs commit together. */
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
      const rows = await this.journal.rowsAfter(partition, after, SAMPLES);
      const last = rows.at(-1);
      if (last === undefined) break;
      const samples = gatherBatches(rows.map(({ body }) => body));
      const packs = packColumns(samples, EFFORT);
      if (!(await this.history.fold(partition, { after, upTo: last.seq }, samples, packs))) break; // another process has folded them
      after = last.seq;
      this.metrics.foldedSamples.inc(samples.times.length);
      this.metrics.chunkBytes.inc(
        { level: '0' },
        packs.reduce((sum, { body }) => sum + body.length, 0),
      );
    }
    stop();
  }
}

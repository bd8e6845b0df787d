import { setImmediate as others } from 'node:timers/promises';
import {
  CHUNK_SPAN_MS,
  gatherBatches,
  Journal,
  packColumns,
  SampleHistory,
  SampleRoom,
  type SequencedRow,
  sliceColumns,
  type StoredPack,
} from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { IngestMetrics } from '../ingest.metrics.ts';
import { foldSize } from './fold-size.ts';
import { SeriesRegister } from './series-register.ts';

/** Samples folded in one transaction, at least, if there are so many: about 4 MiB of rows. Also of one look into the journal. */
const SAMPLES = 200_000;
/** At most: 16 MB of columns beside 20 MB of rows. */
const MOST_SAMPLES = 1_000_000;
/** Packed at a time: less than 0.1 s in which nothing else happens. */
const SLICE_SAMPLES = 50_000;
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
    private readonly register: SeriesRegister,
  ) {}

  /** Samples of all partitions that are worth folding before their time. */
  get enough(): number {
    return foldSize(this.register.size);
  }

  /**
   * Folds what is there now; what comes meanwhile waits for the next round, or each round would end with folds of next to nothing.
   * @param samples of one transaction, if more than the least. @returns beginnings of the spans (ms) that got samples.
   */
  async execute(partition: number, samples = SAMPLES): Promise<ReadonlySet<number>> {
    const stop = this.metrics.foldSeconds.startTimer();
    const spans = new Set<number>();
    const { foldedSeq, lastSeq } = await this.journal.position(partition);
    for (let after = foldedSeq; after < lastSeq;) {
      const rows = await this.rowsAfter(partition, after, Math.min(MOST_SAMPLES, Math.max(samples, SAMPLES)));
      const last = rows.at(-1);
      if (last === undefined) break;
      const packs = await this.packsOf(rows);
      if (!(await this.history.fold(partition, { after, upTo: last.seq }, packs))) break; // another process has folded them
      after = last.seq;
      for (const pack of packs) {
        spans.add(Math.floor(pack.firstAt / CHUNK_SPAN_MS) * CHUNK_SPAN_MS);
        this.metrics.foldedSamples.inc(pack.samples);
        this.metrics.chunkBytes.inc({ level: '0' }, pack.body.length);
      }
    }
    stop();
    return spans;
  }

  /** Look by look: what comes from the database takes three times its size while it is read. */
  private async rowsAfter(partition: number, after: bigint, samples: number): Promise<SequencedRow[]> {
    const rows: SequencedRow[] = [];
    for (let missing = samples; missing > 0;) {
      const more = await this.journal.rowsAfter(partition, rows.at(-1)?.seq ?? after, Math.min(missing, SAMPLES));
      if (more.length === 0) break;
      rows.push(...more);
      missing -= more.reduce((sum, row) => sum + row.samples, 0);
    }
    return rows;
  }

  private async packsOf(rows: readonly SequencedRow[]): Promise<StoredPack[]> {
    const columns = gatherBatches(
      rows.map(({ body }) => body),
      this.room,
    );
    const packs: StoredPack[] = [];
    for (const slice of sliceColumns(columns, SLICE_SAMPLES)) {
      packs.push(...packColumns(slice, EFFORT));
      await others();
    }
    return packs;
  }
}

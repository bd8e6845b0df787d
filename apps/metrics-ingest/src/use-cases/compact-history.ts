import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { ExpireSamples } from './expire-samples.ts';
import { FoldJournal } from './fold-journal.ts';
import { MergeChunks } from './merge-chunks.ts';

/** One round of compaction: journal to chunks, small chunks to large ones, then what nobody needs any more goes. */
@Injectable()
export class CompactHistory {
  constructor(
    private readonly fold: FoldJournal,
    private readonly merge: MergeChunks,
    private readonly expire: ExpireSamples,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  /** Samples that are worth a round before its time. */
  get enough(): number {
    return this.fold.enough;
  }

  async execute(): Promise<void> {
    const share = this.enough / this.config.PARTITIONS;
    const fresh = new Map<number, ReadonlySet<number>>();
    for (let partition = 0; partition < this.config.PARTITIONS; partition++)
      fresh.set(partition, await this.fold.execute(partition, share));
    await this.merge.execute(fresh);
    await this.expire.execute();
  }
}

import type { SampleBatch } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { Journal } from './journal.ts';
import { mergeBatches } from './merge-batches.ts';
import { PartitionClocks } from './partition-clocks.ts';

/** The journal of metrics-ingest from where this process is in it. */
@Injectable()
export class FollowedJournal {
  constructor(
    private readonly journal: Journal,
    private readonly clocks: PartitionClocks,
  ) {}

  isNew({ partition, seq }: SampleBatch): boolean {
    return seq > this.clocks.seq(partition);
  }

  /** Whether batches before this one are missing. */
  isAhead({ partition, seq }: SampleBatch): boolean {
    return seq > this.clocks.seq(partition) + 1n;
  }

  /** @returns the partition's clock when it is time to look for silent series. */
  advance(batch: SampleBatch): number | undefined {
    return this.clocks.advance(batch);
  }

  /** What is not applied yet, of all partitions together, in the order of time: views of one entity, even the two counters of one mean, lie in different ones. */
  async *missed(...also: number[]): AsyncGenerator<SampleBatch> {
    const partitions = [...new Set([...this.clocks.partitions, ...also])];
    const sources = partitions.map((partition) => this.journal.replay(partition, this.clocks.seq(partition) + 1n));
    for await (const batch of mergeBatches(sources)) if (this.isNew(batch)) yield batch;
  }
}

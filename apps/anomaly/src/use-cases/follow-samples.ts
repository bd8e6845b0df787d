import type { SampleBatch } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { Journal } from '../domain/journal.ts';
import { Lane } from '../domain/lane.ts';
import { mergeBatches } from '../domain/merge-batches.ts';
import { PartitionClocks } from '../domain/partition-clocks.ts';
import { RestoreViews } from './restore-views.ts';
import { ScoreBatch } from './score-batch.ts';

/**
 * Applies every batch of every partition exactly once and in order: what was applied is skipped, a gap is filled from the journal,
 * and after any failure between memory and database everything starts over from the last snapshot.
 */
@Injectable()
export class FollowSamples {
  /** Snapshots take their turn here too. */
  readonly lane = new Lane();
  private restored = false;
  private caughtUp = false;

  constructor(
    private readonly journal: Journal,
    private readonly clocks: PartitionClocks,
    private readonly views: RestoreViews,
    private readonly scoring: ScoreBatch,
  ) {}

  /** Whether memory is what the database says plus what was applied since. */
  get trusted(): boolean {
    return this.restored;
  }

  get ready(): boolean {
    return this.restored && this.caughtUp;
  }

  /** Restores and catches up with the journal. @throws DomainError when that is not possible now. */
  start(): Promise<void> {
    return this.lane.run(() => this.restoreOnce());
  }

  follow(batch: SampleBatch): Promise<void> {
    return this.lane.run(async () => {
      await this.restoreOnce();
      const next = this.clocks.seq(batch.partition) + 1n;
      if (batch.seq > next) await this.catchUp(batch.partition);
      // still a gap: the journal was trimmed below this batch, and what is gone cannot be scored
      if (batch.seq > this.clocks.seq(batch.partition)) await this.apply(batch);
    });
  }

  /** The next piece of work starts over from the last snapshot. */
  distrust(): void {
    this.restored = false;
  }

  private async restoreOnce(): Promise<void> {
    if (!this.restored) {
      this.caughtUp = false;
      await this.views.restore();
      this.restored = true;
    }
    if (this.caughtUp) return;
    await this.catchUp();
    this.caughtUp = true;
  }

  /** All partitions together, in the order of time: views of one entity, even the two counters of one mean, lie in different ones. */
  private async catchUp(...also: number[]): Promise<void> {
    const partitions = [...new Set([...this.clocks.partitions, ...also])];
    const sources = partitions.map((partition) => this.journal.replay(partition, this.clocks.seq(partition) + 1n));
    for await (const batch of mergeBatches(sources)) if (batch.seq > this.clocks.seq(batch.partition)) await this.apply(batch);
  }

  private async apply(batch: SampleBatch): Promise<void> {
    await this.scoring.describe(batch);
    try {
      await this.scoring.score(batch, this.clocks.advance(batch));
    } catch (error) {
      this.distrust();
      throw error;
    }
  }
}

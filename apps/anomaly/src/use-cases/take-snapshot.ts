import { Injectable } from '@nestjs/common';
import { LiveViews } from '../domain/live-views.ts';
import { PartitionClocks } from '../domain/partition-clocks.ts';
import { Snapshots } from '../domain/snapshots.ts';
import { FollowSamples } from './follow-samples.ts';

/** Stores what changed in memory since the last time, between two batches. */
@Injectable()
export class TakeSnapshot {
  private savedAt = '';

  constructor(
    private readonly follower: FollowSamples,
    private readonly views: LiveViews,
    private readonly clocks: PartitionClocks,
    private readonly snapshots: Snapshots,
  ) {}

  /** @returns views stored. */
  take(): Promise<number> {
    return this.follower.lane.run(async () => {
      if (!this.follower.trusted) return 0;
      const progress = this.clocks.all;
      const at = progress.map((p) => `${p.partition}:${p.seq}`).join();
      if (at === this.savedAt) return 0;
      const { changed, forgotten } = this.views.takeUnsaved();
      const views = changed.map((view) => ({ key: view.watched.key, partition: view.partition, state: view.serialise() }));
      const entities = this.views.entities.takeUnsaved();
      try {
        await this.snapshots.save({ views, forgotten, entities, progress });
        this.savedAt = at;
      } catch (error) {
        this.follower.distrust();
        throw error;
      }
      return views.length;
    });
  }
}

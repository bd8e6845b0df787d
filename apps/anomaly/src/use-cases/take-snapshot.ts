import { Injectable } from '@nestjs/common';
import { Lane } from '../domain/lane.ts';
import { LiveViews } from '../domain/live-views.ts';
import { PartitionClocks } from '../domain/partition-clocks.ts';
import { type SnapshotChanges, Snapshots } from '../domain/snapshots.ts';
import { FollowSamples } from './follow-samples.ts';

/** Stores what changed in memory since the last time: copied between two batches, written while the next ones are scored. */
@Injectable()
export class TakeSnapshot {
  private savedAt = '';
  /** A second snapshot waits for the first: it holds only what changed since, and is worth nothing if the first was not stored. */
  private readonly turns = new Lane();

  constructor(
    private readonly follower: FollowSamples,
    private readonly views: LiveViews,
    private readonly clocks: PartitionClocks,
    private readonly snapshots: Snapshots,
  ) {}

  /** @returns views stored. */
  take(): Promise<number> {
    return this.turns.run(async () => {
      const copied = await this.follower.lane.run(() => Promise.resolve(this.copy()));
      if (!copied) return 0;
      try {
        await this.snapshots.save(copied.changes);
        this.savedAt = copied.at;
      } catch (error) {
        this.follower.distrust();
        throw error;
      }
      return copied.changes.views.length;
    });
  }

  private copy(): { at: string; changes: SnapshotChanges } | undefined {
    if (!this.follower.trusted) return undefined;
    const progress = this.clocks.all;
    const at = progress.map((p) => `${p.partition}:${p.seq}`).join();
    if (at === this.savedAt) return undefined;
    const { changed, forgotten } = this.views.takeUnsaved();
    const views = changed.map((view) => ({ key: view.watched.key, partition: view.partition, state: view.serialise() }));
    return { at, changes: { views, forgotten, entities: this.views.entities.takeUnsaved(), progress } };
  }
}

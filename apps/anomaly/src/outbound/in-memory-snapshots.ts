import type { SavedEntity } from '../domain/live-entities.ts';
import type { SavedView } from '../domain/live-views.ts';
import { type Progress, type Snapshot, type SnapshotChanges, Snapshots } from '../domain/snapshots.ts';

/** The latest snapshot, in the bytes that Postgres would hold. */
export class InMemorySnapshots extends Snapshots {
  private readonly views = new Map<string, SavedView>();
  private readonly entities = new Map<string, SavedEntity>();
  private progress: readonly Progress[] = [];

  /** @param troubles that findings know of. */
  constructor(private readonly troubles: () => Snapshot['troubles']) {
    super();
  }

  async load(): Promise<Snapshot> {
    const [views, entities] = [[...this.views.values()], [...this.entities.values()]];
    return { views, entities, assignments: [], progress: this.progress, troubles: this.troubles(), tolerances: new Map() };
  }

  async save({ views, forgotten, entities, progress }: SnapshotChanges): Promise<void> {
    for (const view of views) this.views.set(view.key, view);
    for (const key of forgotten) this.views.delete(key);
    for (const { key, course, state } of entities.changed) {
      const kept = state ?? this.entities.get(key)?.state;
      if (kept) this.entities.set(key, { key, course, state: kept });
    }
    for (const key of entities.forgotten) this.entities.delete(key);
    this.progress = progress;
  }
}

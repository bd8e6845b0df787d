import type { ChangedEntity, SavedEntity } from './live-entities.ts';
import type { SavedView } from './live-views.ts';
import type { ToleranceRules } from './judgements.ts';
import type { ModelAssignment } from './model-assignment.ts';

/** How far a partition was applied, and its clock: the latest sample time, ms. */
export interface Progress {
  readonly partition: number;
  readonly seq: bigint;
  readonly clock: number;
}

export interface Snapshot {
  readonly views: readonly SavedView[];
  readonly entities: readonly SavedEntity[];
  /** The latest of each entity, by position. */
  readonly assignments: readonly ModelAssignment[];
  readonly progress: readonly Progress[];
  /** Troubles that began or ended in the last hours, times in ms. */
  readonly troubles: readonly { entity: string; anomalyId: string; since: number; until: number }[];
  /** What people said before now, with the times from which it holds. */
  readonly tolerances: ToleranceRules;
}

export interface SnapshotChanges {
  readonly views: readonly SavedView[];
  readonly forgotten: readonly string[];
  readonly entities: { readonly changed: readonly ChangedEntity[]; readonly forgotten: readonly string[] };
  readonly progress: readonly Progress[];
}

/** Detector state and how far it got, always of one moment. */
export abstract class Snapshots {
  abstract load(): Promise<Snapshot>;
  /** Stores the changes and the event that tells it in one transaction. */
  abstract save(changes: SnapshotChanges): Promise<void>;
}

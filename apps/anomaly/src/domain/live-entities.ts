import { columnOf, demandOf, FALSE_ALARMS_PER_WEEK, FEWEST_SIGNALS, type WatchedView } from '@cloudops/domain-detection';
import type { EntitySignal } from './entity-signal.ts';
import { type EntityCourse, LiveEntity } from './live-entity.ts';
import type { Change } from './live-view.ts';
import type { ModelAssignment } from './model-assignment.ts';

const GIVE_UP_MS = 30 * 60_000;
const FORGET_MS = 86_400_000;

export interface SavedEntity {
  readonly key: string;
  readonly course: EntityCourse;
  readonly state: Uint8Array;
}

/** What a snapshot stores of an entity; `state` is left out where it is as it was. */
export type ChangedEntity = Omit<SavedEntity, 'state'> & { readonly state: Uint8Array | undefined };

/** Every entity whose signals are scored together, at most `limit` of them (about 35 KB each); those beyond are left to their views' own detectors. */
export class LiveEntities {
  /** Views whose entity did not fit. */
  refused = 0;
  private readonly demand: number;
  private readonly entities = new Map<string, LiveEntity>();
  private assignments = new Map<string, ModelAssignment[]>();
  private forgotten = new Set<string>();

  /** @param falseAlarmsPerWeek of one entity, at most. */
  constructor(
    private readonly limit: number,
    falseAlarmsPerWeek = FALSE_ALARMS_PER_WEEK,
  ) {
    this.demand = demandOf(falseAlarmsPerWeek);
  }

  /** @param assignments the latest ones of each entity, by position. */
  restore(saved: readonly SavedEntity[], assignments: readonly ModelAssignment[]): void {
    this.entities.clear();
    this.forgotten.clear();
    this.assignments = Map.groupBy(assignments, ({ entity }) => entity);
    for (const { key, course, state } of saved) {
      this.entities.set(key, new LiveEntity(key, course.ref, this.assignments.get(key), this.demand).restore(course, state));
    }
  }

  /** The signal that the points of a view are to be added to, if there is one. */
  join(watched: WatchedView, key: string): EntitySignal | undefined {
    const column = columnOf(watched);
    if (!column) return undefined;
    let entity = this.entities.get(key);
    if (!entity) {
      if (this.entities.size >= this.limit) {
        this.refused++;
        return undefined;
      }
      entity = new LiveEntity(key, watched.series.entity, this.assignments.get(key), this.demand);
      this.forgotten.delete(key);
      this.entities.set(key, entity);
    }
    return entity.join(column, watched);
  }

  get(key: string): LiveEntity | undefined {
    return this.entities.get(key);
  }

  all(): Iterable<LiveEntity> {
    return this.entities.values();
  }

  assign(assignment: ModelAssignment): void {
    this.assignments.set(assignment.entity, [...(this.assignments.get(assignment.entity) ?? []).slice(-1), assignment]);
    this.entities.get(assignment.entity)?.assign(assignment);
  }

  /** Ends anomalies of entities that fell silent, forgets those that stayed silent. @param now a partition's clock, ms. */
  sweep(now: number, changes: Change[]): void {
    for (const [key, entity] of this.entities) {
      const { latest } = entity.rows;
      if (latest === 0 || now - latest <= GIVE_UP_MS) continue;
      changes.push(...entity.giveUp(now));
      if (now - latest <= FORGET_MS || !entity.deserted) continue;
      this.entities.delete(key);
      this.forgotten.add(key);
    }
  }

  /** What changed since the last call; if storing it fails, start over from the last snapshot. */
  takeUnsaved(): { changed: ChangedEntity[]; forgotten: string[] } {
    const dirty = [...this.entities.values()].filter((entity) => entity.dirty);
    const changed = dirty.map((entity) => {
      const state = entity.stateDirty ? entity.state.serialise() : undefined;
      entity.dirty = entity.stateDirty = false;
      return { key: entity.key, course: entity.course, state };
    });
    const forgotten = [...this.forgotten];
    this.forgotten = new Set();
    return { changed, forgotten };
  }

  summary(): { learning: number; anomalous: number; normal: number; refused: number } {
    const scored = [...this.entities.values()].filter((entity) => entity.columns.length >= FEWEST_SIGNALS);
    const anomalous = scored.filter((entity) => entity.anomalous).length;
    const learning = scored.filter((entity) => !entity.known).length;
    return { learning, anomalous, normal: Math.max(0, scored.length - learning - anomalous), refused: this.refused };
  }
}

import type { EntityRef } from '@cloudops/contracts';
import {
  Autoencoder,
  chooseColumns,
  endTogether,
  EntityRows,
  EntityState,
  FEWEST_SIGNALS,
  followTogether,
  LINEAR_RELATIONS,
  meansOf,
  observeEntity,
  type OpenRow,
  type Relations,
  ROW_MS,
  sameColumns,
  type SavedRows,
  type SignalColumn,
  type TogetherCourse,
  type WatchedView,
} from '@cloudops/domain-detection';
import { EntitySignal } from './entity-signal.ts';
import type { Change } from './live-view.ts';
import { assignmentAt, type ModelAssignment } from './model-assignment.ts';
import type { Present } from './take-over.ts';

/** Rows in which a state has learnt too little to be kept when a better signal appears. */
const YOUNG_ROWS = 60;
/** Share of rows above 1, fading over a day. */
const ALARMED_FADE = 1 / 288;

/** What is kept of an entity beside its state; plain data. */
export interface EntityCourse {
  readonly ref: EntityRef;
  readonly columns: readonly SignalColumn[];
  readonly rows: SavedRows;
  readonly together: TogetherCourse;
  /** Position of the model assignment in force, 0 for none. */
  readonly assigned: number;
  /** Time of the first row that was scored, ms, 0 for none. */
  readonly firstRow: number;
  readonly lastRow: number;
  /** Share of the rows of about a day that were above 1: what is usual now is not what was learnt. */
  readonly alarmed: number;
}

/** One entity whose signals are scored together, a row of means at a time. */
export class LiveEntity {
  /** Whether it changed since the last snapshot, and whether its state did, which is large. */
  dirty = true;
  stateDirty = true;
  columns: readonly SignalColumn[] = [];
  state = new EntityState(0);
  rows = new EntityRows(0);
  assigned = 0;
  firstRow = 0;
  lastRow = 0;
  alarmed = 0;
  private together: TogetherCourse = { calm: 0 };
  private relations: Relations = LINEAR_RELATIONS;
  private readonly signals = new Map<string, EntitySignal>();
  private settled = true;

  constructor(
    readonly key: string,
    readonly ref: EntityRef,
    private assignments: readonly ModelAssignment[] = [],
    private readonly demand = 1,
  ) {}

  /** Goes on where a snapshot was taken; without a state it learns anew. */
  restore(course: EntityCourse, bytes: Uint8Array): this {
    const state = EntityState.restore(bytes);
    if (!state || state.signals !== course.columns.length) return this;
    Object.assign(this, { columns: course.columns, state, dirty: false, stateDirty: false });
    const { assigned, firstRow, lastRow, alarmed, together } = course;
    Object.assign(this, { assigned, firstRow, lastRow, alarmed, together });
    this.rows = new EntityRows(course.columns.length, course.rows.closed).restore(course.rows);
    this.rows.latest = lastRow;
    this.relate(this.assignments.find(({ position }) => position === assigned));
    return this;
  }

  /** Whether enough was learnt for scores. */
  get known(): boolean {
    return this.state.rows >= YOUNG_ROWS;
  }

  /** Whether no view of it is watched any more. */
  get deserted(): boolean {
    return this.signals.size === 0;
  }

  get anomalous(): boolean {
    return this.together.anomaly !== undefined;
  }

  get course(): EntityCourse {
    const { ref, columns, rows, together, assigned, firstRow, lastRow, alarmed } = this;
    return { ref, columns, rows: rows.toJSON(), together, assigned, firstRow, lastRow, alarmed };
  }

  /** Whether better signals are known than those that are scored. */
  get outdated(): boolean {
    return this.wanted.some(({ key }) => !this.columns.some((column) => column.key === key));
  }

  get present(): Present {
    const version = this.assignments.at(-1)?.version ?? 0;
    return { columns: this.columns, rows: this.state.rows, lastRow: this.lastRow, version };
  }

  /** The signals that would be chosen of those known now. */
  get wanted(): SignalColumn[] {
    return chooseColumns([...this.signals.values()].map(({ column }) => column));
  }

  signalsOf(columns: readonly SignalColumn[]): EntitySignal[] {
    return columns.flatMap(({ key }) => this.signals.get(key) ?? []);
  }

  /** Takes a view into its signal. */
  join(column: SignalColumn, watched: WatchedView): EntitySignal {
    let signal = this.signals.get(column.key);
    if (!signal) {
      this.signals.set(column.key, (signal = new EntitySignal(this, column)));
      signal.index = this.columns.findIndex(({ key }) => key === column.key);
      if (signal.index < 0) this.settled = false;
    }
    signal.views.set(watched.key, watched);
    return signal;
  }

  leave(signal: EntitySignal, watched: WatchedView): void {
    signal.views.delete(watched.key);
    if (signal.views.size === 0) this.signals.delete(signal.column.key);
  }

  assign(assignment: ModelAssignment): void {
    this.assignments = [...this.assignments.slice(-1), assignment];
  }

  /** Adds a point of one of its signals; `changes` receives what the rows come to that are over with it. */
  add(signal: EntitySignal, time: number, value: number, changes: Change[]): void {
    if (!this.settled && !this.known) this.settle();
    if (signal.index < 0) return;
    this.dirty = true;
    if (this.rows.add(signal.index, time, value)) for (const row of this.rows.takeDue(time)) this.score(row, changes);
  }

  /** Ends what is under way in an entity that fell silent. */
  giveUp(at: number): Change[] {
    const { anomaly } = this.together;
    if (anomaly === undefined) return [];
    this.together = { calm: 0 };
    this.dirty = true;
    return [endTogether(anomaly, at, 'stale')];
  }

  private score(row: OpenRow, changes: Change[]): void {
    const time = row.start + ROW_MS;
    const [columns, means] = [this.columns, meansOf(row)];
    this.takeOver(assignmentAt(this.assignments, time));
    const values =
      this.columns === columns
        ? means
        : Float64Array.from(this.columns, ({ key }) => means[columns.findIndex((c) => c.key === key)] ?? NaN);
    this.stateDirty = true;
    if (this.columns.length < FEWEST_SIGNALS) return;
    this.firstRow ||= time;
    this.lastRow = time;
    const { score, contributions } = observeEntity(this.state, time, values, this.relations, this.demand);
    this.alarmed += ALARMED_FADE * ((score > 1 ? 1 : 0) - this.alarmed);
    const represent = (column: SignalColumn) => this.signals.get(column.key)?.representative;
    const { course, change } = followTogether(this.together, { time, score, values, contributions }, this.state, this.columns, represent);
    this.together = course;
    if (change) changes.push(change);
  }

  private takeOver(assignment: ModelAssignment | undefined): void {
    if (!assignment || assignment.position === this.assigned) return;
    this.assigned = assignment.position;
    const state = assignment.state && EntityState.restore(assignment.state);
    if (state?.signals === assignment.columns.length) this.begin(assignment.columns, state);
    this.relate(assignment);
  }

  /** A network that is about other signals than the state is does not fit. */
  private relate(assignment: ModelAssignment | undefined): void {
    const { weights, columns = [] } = assignment ?? {};
    this.relations = weights && sameColumns(columns, this.columns) ? new Autoencoder(weights) : LINEAR_RELATIONS;
  }

  private settle(): void {
    this.settled = true;
    const { wanted } = this;
    if (wanted.every(({ key }) => this.columns.some((column) => column.key === key))) return;
    this.firstRow = 0;
    this.begin(wanted, new EntityState(wanted.length));
  }

  private begin(columns: readonly SignalColumn[], state: EntityState): void {
    const { latest } = this.rows;
    this.state = state;
    if (!sameColumns(columns, this.columns)) {
      this.columns = columns;
      this.rows = new EntityRows(columns.length, this.rows.toJSON().closed);
      this.rows.latest = latest;
      for (const signal of this.signals.values()) signal.index = columns.findIndex(({ key }) => key === signal.column.key);
    }
    this.dirty = this.stateDirty = true;
  }
}

import {
  DetectorState,
  type Observation,
  type ToleranceRule,
  type Transition,
  ViewPoints,
  type WatchedView,
  detectedAnomaly,
  giveUp,
  giveUpUnusual,
  isAnomalous,
  isUnusual,
  isWarm,
  observe,
  toleratedAt,
} from '@cloudops/domain-detection';
import type { Anomaly } from '@cloudops/contracts';
import type { EntitySignal } from './entity-signal.ts';

/** A transition with the anomaly that it is about, ready to be recorded. */
export interface Change {
  readonly transition: Transition;
  readonly anomaly: Anomaly;
}

const HEADER = 10;
const NONE: readonly Change[] = [];

/** One watched view in memory: its point evaluation and its detector. */
export class LiveView {
  readonly points: ViewPoints;
  readonly state: DetectorState;
  /** Time of the latest raw sample of its series, ms. */
  seen = 0;
  /** Whether it changed since the last snapshot. */
  dirty = true;
  /** The signal of its entity that its points belong to. */
  signal: EntitySignal | undefined;
  private rules: readonly ToleranceRule[] | undefined;

  constructor(
    readonly watched: WatchedView,
    readonly entity: string,
    readonly partition: number,
    saved?: Uint8Array,
  ) {
    this.points = new ViewPoints(watched.view.kind);
    this.state = (saved && this.restore(saved)) ?? new DetectorState();
  }

  get anomalous(): boolean {
    return isAnomalous(this.state);
  }

  get warm(): boolean {
    return isWarm(this.state);
  }

  /** Scores one raw sample where it makes a point. @returns the changes that it caused, `undefined` when it made no point. */
  accept(time: number, value: number, denominator: boolean, mayLearn: boolean): readonly Change[] | undefined {
    this.dirty = true;
    if (time > this.seen) this.seen = time;
    if (!this.points.accept(time, value, denominator)) return undefined;
    const { profile } = this.watched;
    const { transition, unusual } = this.rules
      ? this.observeTolerantly(this.rules, mayLearn)
      : observe(this.state, this.points.time, this.points.value, profile, mayLearn);
    if (!transition && !unusual) return NONE;
    return [transition, unusual].flatMap((t) => (t ? [this.change(t)] : []));
  }

  /** Ends what is under way in a view that fell silent. @param at ms. */
  giveUp(at: number): readonly Change[] {
    const band = this.anomalous ? [giveUp(this.state, at)] : [];
    const course = isUnusual(this.state) ? [giveUpUnusual(this.state, at)] : [];
    return [...band, ...course].map((t) => this.change(t));
  }

  /** What people said of this view. */
  tolerate(rules: readonly ToleranceRule[] | undefined): void {
    this.rules = rules;
  }

  private observeTolerantly(rules: readonly ToleranceRule[], mayLearn: boolean): Observation {
    const { state, points, watched } = this;
    const tolerated = toleratedAt(rules, points.time);
    if (!tolerated) return observe(state, points.time, points.value, watched.profile, mayLearn);
    const profile = { ...watched.profile, tolerance: tolerated.tolerance };
    return observe(state, points.time, points.value, profile, mayLearn && tolerated.mayLearn);
  }

  private change(transition: Transition): Change {
    return { transition, anomaly: detectedAnomaly(this.watched, transition) };
  }

  /** f64 time of the latest sample, u16 length of the point evaluation in bytes, its doubles, then the detector. */
  serialise(): Uint8Array {
    const points = this.points.serialise();
    const detector = this.state.write();
    // from Node's pool: a buffer of its own for each of 20,000 views takes most of the time of a snapshot
    const out = Buffer.allocUnsafe(HEADER + points.byteLength + detector.byteLength);
    out.writeDoubleLE(this.seen, 0);
    out.writeUInt16LE(points.byteLength, 8);
    points.forEach((number, i) => out.writeDoubleLE(number, HEADER + i * 8));
    out.set(detector, HEADER + points.byteLength);
    return out;
  }

  private restore(saved: Uint8Array): DetectorState | undefined {
    const header = new DataView(saved.buffer, saved.byteOffset, saved.byteLength);
    const end = HEADER + header.getUint16(8, true);
    const state = DetectorState.restore(saved.subarray(end));
    if (!state) return undefined;
    this.seen = header.getFloat64(0, true);
    this.points.restore(new Float64Array(Uint8Array.from(saved.subarray(HEADER, end)).buffer));
    this.dirty = false;
    return state;
  }
}

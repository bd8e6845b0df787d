import {
  DetectorState,
  type Transition,
  ViewPoints,
  type WatchedView,
  detectedAnomaly,
  isAnomalous,
  isWarm,
  observe,
} from '@cloudops/domain-detection';
import type { Anomaly } from '@cloudops/contracts';

/** A transition with the anomaly that it is about, ready to be recorded. */
export interface Change {
  readonly transition: Transition;
  readonly anomaly: Anomaly;
}

/** One watched view in memory: its point evaluation and its detector. */
export class LiveView {
  readonly points: ViewPoints;
  readonly state: DetectorState;
  /** Whether it changed since the last snapshot. */
  dirty = true;

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

  /** Scores one raw sample where it makes a point. @returns the change that it caused, `null` when it was scored, `undefined` when it made no point. */
  accept(time: number, value: number, denominator: boolean, mayLearn: boolean): Change | null | undefined {
    this.dirty = true;
    if (!this.points.accept(time, value, denominator)) return undefined;
    const { transition } = observe(this.state, this.points.time, this.points.value, this.watched.profile, mayLearn);
    return transition ? this.change(transition) : null;
  }

  change(transition: Transition): Change {
    return { transition, anomaly: detectedAnomaly(this.watched, transition) };
  }

  /** u16 length of the point evaluation in bytes, its doubles, then the detector. */
  serialise(): Uint8Array {
    const points = this.points.serialise();
    const detector = this.state.serialise();
    const out = new Uint8Array(2 + points.byteLength + detector.byteLength);
    new DataView(out.buffer).setUint16(0, points.byteLength, true);
    out.set(new Uint8Array(points.buffer), 2);
    out.set(detector, 2 + points.byteLength);
    return out;
  }

  private restore(saved: Uint8Array): DetectorState | undefined {
    const length = new DataView(saved.buffer, saved.byteOffset, saved.byteLength).getUint16(0, true);
    const state = DetectorState.restore(saved.subarray(2 + length));
    if (state) this.points.restore(new Float64Array(saved.slice(2, 2 + length).buffer));
    this.dirty = false;
    return state;
  }
}

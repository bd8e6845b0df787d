import { LOG_HISTOGRAM_BYTES, LogHistogram } from './log-histogram.ts';
import { RARITY_BYTES, RarityState } from './rarity/rarity-state.ts';

/** Places in `DetectorState.fields`; times in ms, the rest in the view's own unit. */
export const F = {
  /** Points learnt since the series, or its new normal, began. */
  count: 0,
  firstTime: 1,
  lastTime: 2,
  lastValue: 3,
  /** Typical ms between two points. */
  interval: 4,
  level: 5,
  /** Smallest step between two different values seen. */
  resolution: 6,
  /** 0 normal, 1 anomalous. */
  anomalous: 7,
  /** +1 above, -1 below; of the excursion under way. */
  side: 8,
  onset: 9,
  outside: 10,
  inside: 11,
  insideSince: 12,
  yhat: 13,
  lower: 14,
  upper: 15,
  /** Smoothed score of the excursion. */
  surprise: 16,
  /** Rank of the severity reported last, 0 low .. 3 critical. */
  severity: 17,
  sustained: 18,
  /** Points since onset, and their running level: what becomes normal if this lasts. */
  excursionPoints: 19,
  excursionLevel: 20,
  pendingCount: 21,
  /** Residuals of a beginning excursion: learnt if it comes to nothing, thrown away if it is an anomaly. */
  pending: 22,
} as const;

export const PENDING_CAPACITY = 10;
const FIELD_COUNT = F.pending + PENDING_CAPACITY;
/** 1 had no rarity: such a view keeps its band and learns anew what is rare. */
const VERSION = 2;

/** Everything a detector remembers about one view: what is expected of it, and what is rare for it. */
export class DetectorState {
  readonly fields = new Float64Array(FIELD_COUNT);
  readonly above = new LogHistogram();
  readonly below = new LogHistogram();
  private rare = new RarityState();

  get rarity(): RarityState {
    return this.rare;
  }

  serialise(): Uint8Array {
    const out = new Uint8Array(1 + FIELD_COUNT * 8 + 2 * LOG_HISTOGRAM_BYTES + RARITY_BYTES);
    const view = new DataView(out.buffer);
    view.setUint8(0, VERSION);
    for (let i = 0; i < FIELD_COUNT; i++) view.setFloat64(1 + i * 8, this.fields[i]!, true);
    const end = this.below.write(view, this.above.write(view, 1 + FIELD_COUNT * 8));
    out.set(this.rare.serialise(), end);
    return out.slice(0, end + RARITY_BYTES);
  }

  /** `undefined` when the bytes are of another version: that view then learns anew. */
  static restore(bytes: Uint8Array): DetectorState | undefined {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.byteLength < 1 + FIELD_COUNT * 8 || ![1, VERSION].includes(view.getUint8(0))) return undefined;
    const state = new DetectorState();
    for (let i = 0; i < FIELD_COUNT; i++) state.fields[i] = view.getFloat64(1 + i * 8, true);
    const end = state.below.read(view, state.above.read(view, 1 + FIELD_COUNT * 8));
    state.rare = RarityState.restore(bytes.subarray(end)) ?? state.rare;
    return state;
  }
}

import { LOG_HISTOGRAM_BYTES, LogHistogram } from '../log-histogram.ts';

/** Places in `EntityState.fields`; times in ms. */
export const E = {
  rows: 0,
  lastTime: 1,
  /** Typical ms between two rows. */
  interval: 2,
  /** Length of the season, 0 while none is known, and a time at which one begins. */
  period: 3,
  anchor: 4,
  /** Rows by which deviations from the season are known. */
  seasonRows: 5,
  /** Phase bin that is being filled, -1 for none. */
  bin: 6,
  /** Number of rows at which the period is looked for again. */
  nextSearch: 7,
  /** Where the outline begins, how long a block of it is, and which one is being filled. */
  outlineStart: 8,
  blockMs: 9,
  block: 10,
  /** Distance that a share of the rows exceeds, and how heavy the tail beyond it is. */
  tailStart: 11,
  tailIndex: 12,
} as const;

export const PHASE_BINS = 96;
export const OUTLINE_BLOCKS = 512;
const FIELD_COUNT = 13;
const VECTORS = 18;
const VERSION = 1;
const HEADER_BYTES = 8;

const doublesOf = (p: number): number => FIELD_COUNT + VECTORS * p + 2 * p * p;
const floatsOf = (p: number): number => PHASE_BINS * (p + 1) + OUTLINE_BLOCKS * p;

/**
 * Everything that is remembered of one entity with `signals` columns, in one buffer of 16 p² + 2.6 KB p bytes.
 * Values are kept relative to the first one of their signal, so that a large level costs no precision.
 */
export class EntityState {
  readonly fields: Float64Array;
  /** Values of the present row; NaN where missing. */
  readonly row: Float64Array;
  readonly origin: Float64Array;
  readonly last: Float64Array;
  /** Numbers seen, and the smallest step between two of them. */
  readonly seen: Float64Array;
  readonly step: Float64Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** The row in standard deviations from the mean. */
  readonly z: Float64Array;
  /** What the season makes likely now, and the mean square of what it leaves unexplained. */
  readonly expected: Float64Array;
  readonly unexplained: Float64Array;
  /** How much each signal leaves its usual relation to the others in this row. */
  readonly unrelated: Float64Array;
  /** Parts of the distance, smoothed over rows; and parts of the score as reported last. */
  readonly distances: Float64Array;
  readonly contributions: Float64Array;
  /** Direction in which the signals move together most. */
  readonly leading: Float64Array;
  readonly binSum: Float64Array;
  readonly binRows: Float64Array;
  readonly blockSum: Float64Array;
  readonly blockRows: Float64Array;
  readonly covariance: Float64Array;
  /** Inverse of the shrunk covariance of `z`. */
  readonly precision: Float64Array;
  /** Expected values, one row a phase bin, and how often each bin was learnt. */
  readonly profile: Float32Array;
  readonly binSeen: Float32Array;
  /** Means of the past, one row a block; NaN where nothing came. */
  readonly outline: Float32Array;
  readonly history = new LogHistogram();
  private readonly buffer: ArrayBuffer;

  /** @param signals number of columns; memory and time grow with its square. */
  constructor(readonly signals: number) {
    const p = signals;
    const buffer = (this.buffer = new ArrayBuffer(doublesOf(p) * 8 + floatsOf(p) * 4));
    let at = 0;
    const doubles = (n: number): Float64Array => new Float64Array(buffer, (at += n * 8) - n * 8, n);
    const floats = (n: number): Float32Array => new Float32Array(buffer, (at += n * 4) - n * 4, n);
    this.fields = doubles(FIELD_COUNT);
    this.row = doubles(p);
    this.origin = doubles(p);
    this.last = doubles(p);
    this.seen = doubles(p);
    this.step = doubles(p);
    this.mean = doubles(p);
    this.variance = doubles(p);
    this.z = doubles(p);
    this.expected = doubles(p);
    this.unexplained = doubles(p);
    this.unrelated = doubles(p);
    this.distances = doubles(p);
    this.contributions = doubles(p);
    this.leading = doubles(p).fill(1);
    this.binSum = doubles(p);
    this.binRows = doubles(p);
    this.blockSum = doubles(p);
    this.blockRows = doubles(p);
    this.covariance = doubles(p * p);
    this.precision = doubles(p * p);
    this.profile = floats(PHASE_BINS * p);
    this.binSeen = floats(PHASE_BINS);
    this.outline = floats(OUTLINE_BLOCKS * p);
    this.fields[E.bin] = -1;
  }

  /** Rows learnt. */
  get rows(): number {
    return this.fields[E.rows]!;
  }

  serialise(): Uint8Array {
    const out = new Uint8Array(HEADER_BYTES + this.buffer.byteLength + LOG_HISTOGRAM_BYTES);
    const view = new DataView(out.buffer);
    view.setUint8(0, VERSION);
    view.setUint32(4, this.signals, true);
    out.set(new Uint8Array(this.buffer), HEADER_BYTES);
    return out.slice(0, this.history.write(view, HEADER_BYTES + this.buffer.byteLength));
  }

  /** `undefined` when the bytes are of another version or size: that entity then learns anew. */
  static restore(bytes: Uint8Array): EntityState | undefined {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.byteLength < HEADER_BYTES || view.getUint8(0) !== VERSION) return undefined;
    const signals = view.getUint32(4, true);
    const end = HEADER_BYTES + doublesOf(signals) * 8 + floatsOf(signals) * 4;
    if (bytes.byteLength < end) return undefined;
    const state = new EntityState(signals);
    new Uint8Array(state.buffer).set(bytes.subarray(HEADER_BYTES, end));
    state.history.read(view, end);
    return state;
  }
}

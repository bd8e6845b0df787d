import type { SeriesView } from '@cloudops/contracts';

/** `0x7ff0000000000002`, Prometheus' staleness marker, told from any other NaN by its bits. */
const STALE_LOW = 2;
const STALE_HIGH = 0x7ff00000;
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

export function isStaleMarker(value: number): boolean {
  if (value === value) return false;
  float[0] = value;
  return words[0] === STALE_LOW && words[1] === STALE_HIGH;
}

const SIZE = 7;
const P = { numTime: 0, num: 1, denTime: 2, den: 3, baseTime: 4, baseNum: 5, baseDen: 6 } as const;

/**
 * Turns raw samples, as they arrive, into the points of one view.
 * A rate belongs to the later of two samples and is per second; a ratio appears when both counters have a sample of the same time.
 * A counter that falls was reset: that step has no honest rate and gives no point. Samples that are not newer are ignored.
 */
export class ViewPoints {
  private readonly s = new Float64Array(SIZE).fill(NaN);
  /** Time of the point that the last `accept` made. */
  time = NaN;
  value = NaN;

  constructor(private readonly kind: SeriesView['kind']) {}

  /** @param denominator whether the sample is of a ratio's denominator. @returns whether there is a new point in `time`, `value`. */
  accept(time: number, value: number, denominator = false): boolean {
    if (isStaleMarker(value)) {
      this.s.fill(NaN);
      return false;
    }
    if (!Number.isFinite(value) || !Number.isFinite(time)) return false;
    if (this.kind === 'ratio') return this.acceptHalf(time, value, denominator);
    const previous = this.s[P.numTime]!;
    const before = this.s[P.num]!;
    if (time <= previous) return false;
    this.s[P.numTime] = time;
    this.s[P.num] = value;
    if (this.kind === 'value') return this.emit(time, value);
    if (Number.isNaN(previous) || value < before) return false;
    return this.emit(time, ((value - before) * 1000) / (time - previous));
  }

  serialise(): Float64Array {
    return this.s.slice();
  }

  restore(from: Float64Array): void {
    if (from.length === SIZE) this.s.set(from);
  }

  private acceptHalf(time: number, value: number, denominator: boolean): boolean {
    const at = denominator ? P.denTime : P.numTime;
    if (time <= this.s[at]!) return false;
    this.s[at] = time;
    this.s[at + 1] = value;
    if (this.s[P.numTime] !== this.s[P.denTime]) return false;
    const first = Number.isNaN(this.s[P.baseTime]!);
    const up = this.s[P.num]! - this.s[P.baseNum]!;
    const per = this.s[P.den]! - this.s[P.baseDen]!;
    this.s[P.baseTime] = time;
    this.s[P.baseNum] = this.s[P.num]!;
    this.s[P.baseDen] = this.s[P.den]!;
    // nothing happened, or a reset: there is no mean of nothing
    return !first && per > 0 && up >= 0 && this.emit(time, up / per);
  }

  private emit(time: number, value: number): boolean {
    this.time = time;
    this.value = value;
    return true;
  }
}
export const VIEW_POINTS_SIZE = SIZE;

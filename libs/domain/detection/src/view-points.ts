import type { SeriesView } from '@cloudops/contracts';

/** `0x7ff0000000000002`, Prometheus' staleness marker, told from any other NaN by its bits. */
const STALE = { low: 2, high: 0x7ff00000 };
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

function isStaleMarker(value: number): boolean {
  float[0] = value;
  return words[0] === STALE.low && words[1] === STALE.high;
}

/** Samples of one counter of a ratio that wait for the other counter's: the two may arrive by different partitions. */
const WAITING = 512;
const P = { time: 0, first: 1, second: 2, ahead: 3 } as const;
const FIXED = 4;

/**
 * Turns raw samples, as they arrive, into the points of one view.
 * A rate belongs to the later of two samples and is per second; a ratio appears when both counters have a sample of the same time.
 * A counter that falls was reset: that step has no honest rate and gives no point. Samples that are not newer are ignored.
 */
export class ViewPoints {
  /** Time and value of the point that the last `accept` made. */
  time = NaN;
  value = NaN;
  private readonly s = new Float64Array(FIXED).fill(NaN);
  private waiting: number[] = [];

  constructor(private readonly kind: SeriesView['kind']) {}

  /** @param denominator whether the sample is of a ratio's denominator. @returns whether there is a new point in `time`, `value`. */
  accept(time: number, value: number, denominator = false): boolean {
    if (!Number.isFinite(value) || !Number.isFinite(time)) {
      if (isStaleMarker(value)) this.s.fill(NaN, 0, P.ahead);
      return false;
    }
    if (this.kind === 'ratio') return this.acceptHalf(time, value, denominator ? 1 : 0);
    const previous = this.s[P.time]!;
    const before = this.s[P.first]!;
    if (time <= previous) return false;
    this.s[P.time] = time;
    this.s[P.first] = value;
    if (this.kind === 'value') return this.emit(time, value);
    if (Number.isNaN(previous) || value < before) return false;
    return this.emit(time, ((value - before) * 1000) / (time - previous));
  }

  serialise(): Float64Array {
    return Float64Array.from([...this.s, ...this.waiting]);
  }

  restore(from: Float64Array): void {
    if (from.length < FIXED) return;
    this.s.set(from.subarray(0, FIXED));
    this.waiting = [...from.subarray(FIXED)];
  }

  private acceptHalf(time: number, value: number, side: 0 | 1): boolean {
    if (time <= this.s[P.time]!) return false;
    if (this.waiting.length === 0 || this.s[P.ahead] === side) {
      this.s[P.ahead] = side;
      if (time <= (this.waiting.at(-2) ?? -Infinity)) return false;
      this.waiting.push(time, value);
      if (this.waiting.length > WAITING * 2) this.waiting.splice(0, 2);
      return false;
    }
    while (this.waiting.length > 0 && this.waiting[0]! < time) this.waiting.splice(0, 2);
    if (this.waiting.length === 0) return this.acceptHalf(time, value, side);
    if (this.waiting[0]! > time) return false;
    const [, other] = this.waiting.splice(0, 2);
    return side === 1 ? this.pair(time, other!, value) : this.pair(time, value, other!);
  }

  private pair(time: number, numerator: number, denominator: number): boolean {
    const known = !Number.isNaN(this.s[P.time]!);
    const up = numerator - this.s[P.first]!;
    const per = denominator - this.s[P.second]!;
    this.s[P.time] = time;
    this.s[P.first] = numerator;
    this.s[P.second] = denominator;
    // nothing happened, or a reset: there is no mean of nothing
    return known && per > 0 && up >= 0 && this.emit(time, up / per);
  }

  private emit(time: number, value: number): boolean {
    this.time = time;
    this.value = value;
    return true;
  }
}

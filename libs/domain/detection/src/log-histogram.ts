const BINS = 64;
const BINS_PER_OCTAVE = 4;
const RENORMALISE_AT = 1e6;

/** Bytes that `LogHistogram.write` needs at most. */
export const LOG_HISTOGRAM_BYTES = 4 + 8 + 8 + 2 + BINS * 4;

/**
 * Magnitudes on a logarithmic axis (a quarter octave a bin, 16 octaves wide), older ones fading by `decay` an observation.
 * The axis slides up when a larger magnitude arrives, so no scale has to be known beforehand.
 * Instead of fading every bin, each new observation weighs more than the last.
 */
export class LogHistogram {
  readonly bins = new Float32Array(BINS);
  origin = Number.MIN_SAFE_INTEGER;
  weight = 1;
  private total = 0;

  /** @param magnitude zero or more; zero counts as the smallest. @param decay weight that an observation keeps at the next one. */
  add(magnitude: number, decay: number): void {
    const position = binOf(magnitude);
    if (this.origin === Number.MIN_SAFE_INTEGER) {
      if (magnitude > 0) this.origin = position - (BINS * 3) / 4;
    } else if (position - this.origin >= BINS) this.slideUp(position - this.origin - BINS + 1);
    this.weight /= decay;
    const bin = Math.max(0, position - this.origin);
    if (this.origin === Number.MIN_SAFE_INTEGER) this.bins[0]! += this.weight;
    else this.bins[bin]! += this.weight;
    this.total += this.weight;
    if (this.weight > RENORMALISE_AT) this.renormalise();
  }

  /** Number of observations that the faded history is worth. */
  get size(): number {
    return this.total / this.weight;
  }

  /** Magnitude that a share `tail` of the (faded) history exceeds; 0 when nothing but zeros was seen. */
  exceededBy(tail: number): number {
    if (this.total === 0 || this.origin === Number.MIN_SAFE_INTEGER) return 0;
    const wanted = tail * this.total;
    let seen = 0;
    for (let i = BINS - 1; i > 0; i--) {
      const mass = this.bins[i]!;
      if (mass > 0 && seen + mass >= wanted) return 2 ** ((this.origin + i + 1 - (wanted - seen) / mass) / BINS_PER_OCTAVE);
      seen += mass;
    }
    return 2 ** (this.origin / BINS_PER_OCTAVE);
  }

  /** Writes only the occupied range of bins; returns the offset behind it. */
  write(out: DataView, at: number): number {
    let first = 0;
    let end = BINS;
    while (first < BINS && this.bins[first] === 0) first++;
    while (end > first && this.bins[end - 1] === 0) end--;
    out.setInt32(at, this.origin === Number.MIN_SAFE_INTEGER ? -0x80000000 : this.origin, true);
    out.setFloat64(at + 4, this.weight, true);
    out.setFloat64(at + 12, this.total, true);
    out.setUint8(at + 20, first);
    out.setUint8(at + 21, end);
    let offset = at + 22;
    for (let i = first; i < end; i++, offset += 4) out.setFloat32(offset, this.bins[i]!, true);
    return offset;
  }

  read(from: DataView, at: number): number {
    const origin = from.getInt32(at, true);
    this.origin = origin === -0x80000000 ? Number.MIN_SAFE_INTEGER : origin;
    this.weight = from.getFloat64(at + 4, true);
    this.total = from.getFloat64(at + 12, true);
    const end = Math.min(BINS, from.getUint8(at + 21));
    let offset = at + 22;
    for (let i = from.getUint8(at + 20); i < end; i++, offset += 4) this.bins[i] = from.getFloat32(offset, true);
    return offset;
  }

  private slideUp(steps: number): void {
    const kept = Math.max(0, BINS - steps);
    let merged = 0;
    for (let i = 0; i < BINS - kept; i++) merged += this.bins[i]!;
    this.bins.copyWithin(0, BINS - kept);
    this.bins.fill(0, kept);
    this.bins[0]! += merged;
    this.origin += steps;
  }

  private renormalise(): void {
    this.total = 0;
    for (let i = 0; i < BINS; i++) this.total += this.bins[i]! /= this.weight;
    this.weight = 1;
  }
}

/** Magnitudes beyond 2^±500 share the outermost bins, so that no arithmetic overflows. */
const binOf = (magnitude: number): number =>
  magnitude > 0 ? Math.floor(Math.max(-500, Math.min(500, Math.log2(magnitude))) * BINS_PER_OCTAVE) : -501 * BINS_PER_OCTAVE;

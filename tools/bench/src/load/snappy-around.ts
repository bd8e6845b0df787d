/** A range of bytes [from, to) that changes after compression. */
export type Hole = readonly [from: number, to: number];

const HASH_BITS = 14;
const MAX_OFFSET = 65_535;
const MIN_MATCH = 4;

/**
 * Snappy block format (google/snappy, format_description.txt) in which every hole is a literal and no copy reaches into one: its bytes
 * can be overwritten afterwards and the block stays valid. So a body is compressed once and sent many times with new samples.
 * @param holes ascending, disjoint. @returns the block and where each hole begins in it.
 */
export function snappyAround(raw: Uint8Array, holes: readonly Hole[]): { block: Buffer<ArrayBuffer>; holesAt: Int32Array } {
  const writer = new BlockWriter(raw, holes);
  const seenAt = new Int32Array(1 << HASH_BITS).fill(-1);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  let start = 0;
  for (const [holeFrom, holeTo] of [...holes, [raw.length, raw.length] as const]) {
    for (let at = start; at + MIN_MATCH <= holeFrom;) {
      const slot = Math.imul(view.getUint32(at, true), 0x1e35a7bd) >>> (32 - HASH_BITS);
      const before = seenAt[slot]!;
      seenAt[slot] = at;
      const length = before < 0 || at - before > MAX_OFFSET ? 0 : writer.matchLength(before, at, holeFrom);
      if (length < MIN_MATCH) at += 1;
      else {
        writer.copy(at, at - before, length);
        at += length;
      }
    }
    start = holeTo;
  }
  return writer.finish();
}

class BlockWriter {
  private readonly out: number[] = [];
  private readonly holesAt: Int32Array;
  private readonly nextHole: Int32Array;
  private literalFrom = 0;
  private located = 0;

  constructor(
    private readonly raw: Uint8Array,
    private readonly holes: readonly Hole[],
  ) {
    this.holesAt = new Int32Array(holes.length);
    this.nextHole = new Int32Array(raw.length + 1);
    let hole = holes.length - 1;
    for (let at = raw.length, next = raw.length; at >= 0; at--) {
      while (hole >= 0 && at < holes[hole]![1]) next = holes[hole--]![0];
      this.nextHole[at] = next;
    }
    let rest = raw.length;
    for (; rest > 127; rest >>>= 7) this.out.push((rest & 127) | 128);
    this.out.push(rest);
  }

  /** How far the bytes at `before` and at `at` agree, without touching a hole. */
  matchLength(before: number, at: number, limit: number): number {
    const end = Math.min(limit - at, this.nextHole[before]! - before);
    let length = 0;
    while (length < end && this.raw[before + length] === this.raw[at + length]) length += 1;
    return length;
  }

  copy(at: number, offset: number, length: number): void {
    this.literal(at);
    for (let left = length; left > 0; left -= 64) this.out.push(((Math.min(left, 64) - 1) << 2) | 2, offset & 255, offset >> 8);
    this.literalFrom = at + length;
  }

  finish(): { block: Buffer<ArrayBuffer>; holesAt: Int32Array } {
    this.literal(this.raw.length);
    return { block: Buffer.from(this.out), holesAt: this.holesAt };
  }

  private literal(to: number): void {
    const from = this.literalFrom;
    const last = to - from - 1;
    if (last < 0) return;
    if (last < 60) this.out.push(last << 2);
    else if (last < 65_536) this.out.push(61 << 2, last & 255, last >> 8);
    else this.out.push(62 << 2, last & 255, (last >> 8) & 255, last >> 16);
    for (; this.located < this.holes.length && this.holes[this.located]![0] < to; this.located++) {
      this.holesAt[this.located] = this.out.length + this.holes[this.located]![0] - from;
    }
    for (let at = from; at < to; at++) this.out.push(this.raw[at]!);
  }
}

/** Growing columns of one fixed-size record a slot; slots of removed series are used again. */
const FIRST_CAPACITY = 1024;

/**
 * Series ids (two words) to small dense numbers, with what intake must know of each: open addressing over typed arrays, so that a
 * series costs some tens of bytes and a lookup allocates nothing.
 */
export class SeriesTable {
  #slots = new Int32Array(2 * FIRST_CAPACITY).fill(-1);
  readonly #free: number[] = [];
  #end = 0;
  low = new Uint32Array(FIRST_CAPACITY);
  high = new Uint32Array(FIRST_CAPACITY);
  /** Time of the newest sample, ms. */
  lastAt = new Float64Array(FIRST_CAPACITY);
  /** Number of the source, of the entity's key and of the metric's name: see `Texts`. */
  source = new Uint32Array(FIRST_CAPACITY);
  entity = new Uint32Array(FIRST_CAPACITY);
  metric = new Uint32Array(FIRST_CAPACITY);
  /** 1 for a slot that holds a series. */
  used = new Uint8Array(FIRST_CAPACITY);
  size = 0;

  /** Slots ever used lie below. */
  get end(): number {
    return this.#end;
  }

  /** Forgets all series but not the room that they took. */
  clear(): void {
    this.#slots.fill(-1);
    this.used.fill(0, 0, this.#end);
    this.#free.length = 0;
    this.#end = this.size = 0;
  }

  /** Whether a slot that someone remembers still belongs to that series. */
  holds(slot: number, low: number, high: number): boolean {
    return slot >= 0 && slot < this.#end && this.used[slot] === 1 && this.low[slot] === low && this.high[slot] === high;
  }

  /** Slot of a series, or -1. */
  find(low: number, high: number): number {
    const mask = this.#slots.length - 1;
    for (let at = hash(low, high) & mask; ; at = (at + 1) & mask) {
      const slot = this.#slots[at]!;
      if (slot < 0 || (this.low[slot] === low && this.high[slot] === high)) return slot;
    }
  }

  /** Slot of a series that may be new; the fields of a new one are zero. */
  add(low: number, high: number): number {
    const known = this.find(low, high);
    if (known >= 0) return known;
    const slot = this.#free.pop() ?? this.#end++;
    if (slot >= this.low.length) this.#grow();
    this.low[slot] = low;
    this.high[slot] = high;
    this.lastAt[slot] = this.source[slot] = this.entity[slot] = this.metric[slot] = 0;
    this.used[slot] = 1;
    this.size += 1;
    this.#place(slot);
    return slot;
  }

  /** A sample of a series that may be new; an older one than the newest changes nothing. */
  sees(low: number, high: number, time: number): void {
    const slot = this.add(low, high);
    if (time > this.lastAt[slot]!) this.lastAt[slot] = time;
  }

  /** Forgets a series; entries behind it move up, so that no search ends early. */
  remove(slot: number): void {
    const mask = this.#slots.length - 1;
    let hole = hash(this.low[slot]!, this.high[slot]!) & mask;
    while (this.#slots[hole] !== slot) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; this.#slots[at]! >= 0; at = (at + 1) & mask) {
      const other = this.#slots[at]!;
      const home = hash(this.low[other]!, this.high[other]!) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#slots[hole] = other;
      hole = at;
    }
    this.#slots[hole] = -1;
    this.used[slot] = 0;
    this.size -= 1;
    this.#free.push(slot);
  }

  #place(slot: number): void {
    const mask = this.#slots.length - 1;
    let at = hash(this.low[slot]!, this.high[slot]!) & mask;
    while (this.#slots[at]! >= 0) at = (at + 1) & mask;
    this.#slots[at] = slot;
  }

  #grow(): void {
    const capacity = this.low.length * 2;
    this.low = larger(this.low, new Uint32Array(capacity));
    this.high = larger(this.high, new Uint32Array(capacity));
    this.lastAt = larger(this.lastAt, new Float64Array(capacity));
    this.source = larger(this.source, new Uint32Array(capacity));
    this.entity = larger(this.entity, new Uint32Array(capacity));
    this.metric = larger(this.metric, new Uint32Array(capacity));
    this.used = larger(this.used, new Uint8Array(capacity));
    this.#slots = new Int32Array(2 * capacity).fill(-1);
    for (let slot = 0; slot < capacity / 2; slot++) if (this.used[slot] === 1 && slot !== this.#end - 1) this.#place(slot);
  }
}

/** `to` with everything of `from` at its beginning. */
export function larger<T extends Uint8Array | Uint32Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Both words mixed (MurmurHash3's fmix32): FNV leaves its upper bits uneven over short labels. */
function hash(low: number, high: number): number {
  let mixed = Math.imul(low ^ (high >>> 7) ^ (high << 11), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

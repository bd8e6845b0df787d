/** Series ids, as two words, to the numbers 0, 1, 2, ... in the order of their arrival: open addressing, 16 to 32 bytes a series. */
export class IdSlots {
  #places = new Int32Array(2048).fill(-1);
  #ids = new Uint32Array(2048);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  low(slot: number): number {
    return this.#ids[2 * slot]!;
  }

  high(slot: number): number {
    return this.#ids[2 * slot + 1]!;
  }

  /** Number of an id, or -1. */
  find(low: number, high: number): number {
    const mask = this.#places.length - 1;
    for (let at = mixed(low, high) & mask; ; at = (at + 1) & mask) {
      const slot = this.#places[at]!;
      if (slot < 0 || (this.#ids[2 * slot] === low && this.#ids[2 * slot + 1] === high)) return slot;
    }
  }

  /** Number of an id that may be new: then it equals the size before. */
  add(low: number, high: number): number {
    const known = this.find(low, high);
    if (known >= 0) return known;
    if (4 * (this.#size + 1) > 3 * this.#places.length) this.#grow();
    const slot = this.#size++;
    if (2 * slot === this.#ids.length) {
      const ids = new Uint32Array(2 * Math.ceil(slot * 1.5));
      ids.set(this.#ids);
      this.#ids = ids;
    }
    this.#ids[2 * slot] = low;
    this.#ids[2 * slot + 1] = high;
    this.#place(slot);
    return slot;
  }

  #place(slot: number): void {
    const mask = this.#places.length - 1;
    let at = mixed(this.low(slot), this.high(slot)) & mask;
    while (this.#places[at]! >= 0) at = (at + 1) & mask;
    this.#places[at] = slot;
  }

  #grow(): void {
    this.#places = new Int32Array(2 * this.#places.length).fill(-1);
    for (let slot = 0; slot < this.#size; slot++) this.#place(slot);
  }
}

/** Both words mixed (MurmurHash3's fmix32): FNV leaves its upper bits uneven over short labels. */
function mixed(low: number, high: number): number {
  let mix = Math.imul(low ^ (high >>> 7) ^ (high << 11), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}

/** Appends bits, most significant first. */
export class BitWriter {
  #bytes = new Uint8Array(64);
  #length = 0;
  #free = 0; // unused bits of the last byte

  /** The lowest `count` (0 to 32) bits of `value`. */
  write(value: number, count: number): void {
    for (let left = count; left > 0;) {
      if (this.#free === 0) this.#extend();
      const taken = Math.min(left, this.#free);
      const part = (value >>> (left - taken)) & ((1 << taken) - 1);
      this.#bytes[this.#length - 1]! |= part << (this.#free - taken);
      this.#free -= taken;
      left -= taken;
    }
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #extend(): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#length += 1;
    this.#free = 8;
  }
}

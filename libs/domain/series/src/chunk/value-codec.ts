import { type BitReader, malformedChunk } from './bit-reader.ts';
import { type BitWriter } from './bit-writer.ts';

/**
 * XOR values (Gorilla, section 4.1.2) on two 32-bit words: 0 repeats the value; 10 writes the bits that differ inside the
 * previous window; 11 opens a window: 5 bits leading zeros, 6 bits width - 1, then the bits. NaN payloads survive.
 */
export class ValueEncoder {
  readonly #out: BitWriter;
  #low = 0;
  #high = 0;
  #leading = 32;
  #trailing = 0;

  constructor(out: BitWriter) {
    this.#out = out;
  }

  write(low: number, high: number): void {
    const l = (low ^ this.#low) >>> 0;
    const h = (high ^ this.#high) >>> 0;
    this.#low = low;
    this.#high = high;
    if (l === 0 && h === 0) return this.#out.write(0, 1);
    const leading = Math.min(31, h !== 0 ? Math.clz32(h) : 32 + Math.clz32(l));
    const trailing = l !== 0 ? trailingZeros(l) : 32 + trailingZeros(h);
    if (leading >= this.#leading && trailing >= this.#trailing) this.#out.write(0b10, 2);
    else {
      this.#leading = leading;
      this.#trailing = trailing;
      this.#out.write(0b11, 2);
      this.#out.write(leading, 5);
      this.#out.write(63 - leading - trailing, 6);
    }
    this.#writeWindow(l, h);
  }

  #writeWindow(low: number, high: number): void {
    const width = 64 - this.#leading - this.#trailing;
    const shift = this.#trailing;
    const lower = shift === 0 ? low : shift < 32 ? (low >>> shift) | (high << (32 - shift)) : high >>> (shift - 32);
    const upper = shift < 32 ? high >>> shift : 0;
    if (width > 32) this.#out.write(upper, width - 32);
    this.#out.write(lower, Math.min(32, width));
  }
}

export class ValueDecoder {
  readonly #in: BitReader;
  #leading = 0;
  #trailing = 0;
  low = 0;
  high = 0;

  constructor(input: BitReader) {
    this.#in = input;
  }

  /** Moves `low` and `high` to the next value. */
  next(): void {
    if (this.#in.read(1) === 0) return;
    if (this.#in.read(1) === 1) {
      this.#leading = this.#in.read(5);
      this.#trailing = 63 - this.#leading - this.#in.read(6);
      if (this.#trailing < 0) throw malformedChunk();
    }
    const width = 64 - this.#leading - this.#trailing;
    const upper = width > 32 ? this.#in.read(width - 32) : 0;
    const lower = this.#in.read(Math.min(32, width));
    const shift = this.#trailing;
    const l = shift === 0 ? lower : shift < 32 ? lower << shift : 0;
    const h = shift === 0 ? upper : shift < 32 ? (upper << shift) | (lower >>> (32 - shift)) : lower << (shift - 32);
    this.low = (this.low ^ l) >>> 0;
    this.high = (this.high ^ h) >>> 0;
  }
}

const trailingZeros = (word: number): number => 31 - Math.clz32(word & -word);

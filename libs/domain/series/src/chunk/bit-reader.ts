import { DomainError } from '@cloudops/contracts';

/** Reads what `BitWriter` wrote. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0; // in bits

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next `count` (0 to 32) bits as an unsigned number. @throws DomainError `internal` (`chunk-malformed`) at the end. */
  read(count: number): number {
    if (this.#at + count > this.#bytes.length * 8) throw malformedChunk();
    let value = 0;
    for (let left = count; left > 0;) {
      const free = 8 - (this.#at & 7);
      const taken = Math.min(left, free);
      const part = (this.#bytes[this.#at >>> 3]! >>> (free - taken)) & ((1 << taken) - 1);
      value = (value << taken) | part;
      this.#at += taken;
      left -= taken;
    }
    return value >>> 0;
  }
}

export const malformedChunk = (): DomainError =>
  new DomainError('internal', 'chunk-malformed', 'A stored history chunk does not decode: it ends early or has an unknown version');

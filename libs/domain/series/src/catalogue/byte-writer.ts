import { writeSigned, writeVarint } from '@cloudops/contracts';

/** Bytes of the longest varint. */
const LONGEST = 10;

/** Bytes that grow as they are written. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #at = 0;

  get written(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  varint(value: number): void {
    this.#reserve(LONGEST);
    this.#at = writeVarint(this.#bytes, this.#at, value);
  }

  signed(value: number): void {
    this.#reserve(LONGEST);
    this.#at = writeSigned(this.#bytes, this.#at, value);
  }

  text(text: string): void {
    this.#reserve(3 * text.length);
    this.#at += this.#bytes.write(text, this.#at);
  }

  word(value: number): void {
    this.#reserve(4);
    this.#at = this.#bytes.writeUInt32LE(value, this.#at);
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

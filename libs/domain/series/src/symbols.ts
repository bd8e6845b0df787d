import { ByteKeys, type KeyHash } from './byte-keys.ts';

/** Longer symbols than this on average make a generation smaller. */
const SYMBOL_BYTES = 128;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Generation {
  readonly keys: ByteKeys;
  readonly ids: number[] = [];
  readonly texts: (string | undefined)[] = [];

  constructor(hash: KeyHash) {
    this.keys = new ByteKeys(hash);
  }
}

/**
 * Names and values of labels as they occur over and over: each a number that is never given to another one, and one text that all who
 * ask share. A symbol that was not asked for over two generations is forgotten and numbered anew.
 */
export class Symbols {
  readonly #capacity: number;
  readonly #hash: KeyHash;
  #young: Generation;
  #old: Generation;
  #last = 0;

  /** At most `2 * capacity` symbols are held. */
  constructor(capacity: number, hash: KeyHash) {
    this.#capacity = capacity;
    this.#hash = hash;
    this.#young = new Generation(hash);
    this.#old = new Generation(hash);
  }

  /** A number for these bytes, UTF-8 or not. */
  idOf(view: DataView, from: number, length: number): number {
    const key = this.#keyOf(view, from, length); // which may begin a generation
    return this.#young.ids[key]!;
  }

  /** @throws TypeError when the bytes are not UTF-8. */
  textOf(view: DataView, from: number, length: number): string {
    if (length === 0) return '';
    const key = this.#keyOf(view, from, length);
    return (this.#young.texts[key] ??= UTF8.decode(new Uint8Array(view.buffer, view.byteOffset + from, length)));
  }

  /** Number of a symbol in the young generation. */
  #keyOf(view: DataView, from: number, length: number): number {
    const known = this.#young.keys.find(view, from, length);
    if (known >= 0) return known;
    const before = this.#old;
    const old = before.keys.find(view, from, length);
    if (this.#young.keys.size >= this.#capacity || this.#young.keys.bytes >= this.#capacity * SYMBOL_BYTES) {
      this.#old = this.#young;
      this.#young = new Generation(this.#hash);
    }
    const key = this.#young.keys.add(view, from, length);
    this.#young.ids.push(old < 0 ? (this.#last += 1) : before.ids[old]!);
    this.#young.texts.push(old < 0 ? undefined : before.texts[old]);
    return key;
  }
}

import { larger } from './series-table.ts';

/** Number of 32 bits for `length` bytes at `from`. */
export type KeyHash = (view: DataView, from: number, length: number) => number;

/** Mixes a key by 32-bit words; the seed keeps a sender from choosing keys that collide. */
export const wordHash =
  (seed: number): KeyHash =>
  (view, from, length) => {
    let hash = Math.imul(seed ^ length, 0x9e3779b1);
    const end = from + length;
    let at = from;
    for (; at + 4 <= end; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    for (; at < end; at++) hash = Math.imul(hash ^ view.getUint8(at), 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  };

const FIRST_CAPACITY = 1024;
const CHUNK_WORDS = 2 ** 16;

/**
 * Keys of bytes, numbered from 0 in the order in which they came: open addressing over typed arrays, the bytes one behind the other in
 * chunks, so that neighbours in time are neighbours in memory and a look-up makes nothing. Keys are compared byte by byte, always.
 */
export class ByteKeys {
  readonly #hash: KeyHash;
  readonly #chunks: Int32Array<ArrayBuffer>[] = [new Int32Array(CHUNK_WORDS)];
  #chunkAt = 0;
  #slots = new Int32Array(2 * FIRST_CAPACITY).fill(-1);
  #hashes = new Uint32Array(FIRST_CAPACITY);
  #chunkOf = new Uint32Array(FIRST_CAPACITY);
  #wordAt = new Uint32Array(FIRST_CAPACITY);
  #lengths = new Uint32Array(FIRST_CAPACITY);
  #size = 0;
  #bytes = 0;

  constructor(hash: KeyHash) {
    this.#hash = hash;
  }

  get size(): number {
    return this.#size;
  }

  /** Of all keys together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Length of a key in bytes. */
  lengthOf(key: number): number {
    return this.#lengths[key]!;
  }

  /** The number of a key, or -1. */
  find(view: DataView, from: number, length: number): number {
    const hash = this.#hash(view, from, length);
    const mask = this.#slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const key = this.#slots[at]!;
      if (key < 0 || (this.#hashes[key] === hash && this.#lengths[key] === length && this.equals(key, view, from))) return key;
    }
  }

  /** Whether the bytes at `from`, which may end early, begin with the key. */
  equals(key: number, view: DataView, from: number): boolean {
    const end = from + this.#lengths[key]!;
    if (end > view.byteLength) return false;
    const words = this.#chunks[this.#chunkOf[key]!]!;
    let word = this.#wordAt[key]!;
    let at = from;
    for (; at + 4 <= end; at += 4) if (view.getInt32(at, true) !== words[word++]) return false;
    for (let shift = 0; at < end; at++, shift += 8) if (view.getUint8(at) !== ((words[word]! >>> shift) & 255)) return false;
    return true;
  }

  /** Takes a key in that is not there yet, and returns its number. */
  add(view: DataView, from: number, length: number): number {
    const key = this.#size;
    if (key === this.#lengths.length) this.#grow();
    const wordCount = (length + 3) >>> 2;
    const chunk = this.#chunkFor(wordCount);
    const words = this.#chunks[chunk]!;
    const end = from + length;
    let word = this.#chunkAt;
    let at = from;
    for (; at + 4 <= end; at += 4) words[word++] = view.getInt32(at, true);
    let rest = 0;
    for (let shift = 0; at < end; at++, shift += 8) rest |= view.getUint8(at) << shift;
    if (word < this.#chunkAt + wordCount) words[word] = rest;
    this.#hashes[key] = this.#hash(view, from, length);
    this.#chunkOf[key] = chunk;
    this.#wordAt[key] = this.#chunkAt;
    this.#lengths[key] = length;
    this.#chunkAt += wordCount;
    this.#bytes += 4 * wordCount;
    this.#size += 1;
    this.#place(key);
    return key;
  }

  /** The key itself, as a view that stays right. */
  bytesOf(key: number): Buffer {
    return Buffer.from(this.#chunks[this.#chunkOf[key]!]!.buffer, 4 * this.#wordAt[key]!, this.#lengths[key]);
  }

  /** Number of a chunk with room for so many words behind `#chunkAt`; a key longer than a chunk has one for itself. */
  #chunkFor(words: number): number {
    const last = this.#chunks.length - 1;
    if (this.#chunkAt + words <= this.#chunks[last]!.length) return last;
    this.#chunkAt = 0;
    return this.#chunks.push(new Int32Array(Math.max(words, CHUNK_WORDS))) - 1;
  }

  #place(key: number): void {
    const mask = this.#slots.length - 1;
    let at = this.#hashes[key]! & mask;
    while (this.#slots[at]! >= 0) at = (at + 1) & mask;
    this.#slots[at] = key;
  }

  #grow(): void {
    const capacity = this.#lengths.length * 2;
    this.#hashes = larger(this.#hashes, new Uint32Array(capacity));
    this.#chunkOf = larger(this.#chunkOf, new Uint32Array(capacity));
    this.#wordAt = larger(this.#wordAt, new Uint32Array(capacity));
    this.#lengths = larger(this.#lengths, new Uint32Array(capacity));
    this.#slots = new Int32Array(2 * capacity).fill(-1);
    for (let key = 0; key < this.#size; key++) this.#place(key);
  }
}

import { ByteKeys, wordHash, type KeyHash } from './byte-keys.ts';
import { CachedSeries } from './cached-series.ts';
import type { SeriesIdentity } from './series-identity.ts';
import { larger } from './series-table.ts';
import { Symbols } from './symbols.ts';

/** Longer keys than this on average make a generation smaller. */
const KEY_BYTES = 512;
/** Keys beyond two for each known series before it is worth while to look for those that nobody needs. */
const SPARE = 8_192;
/** New series whose labels are kept as they were read, because whoever asks for them asks soon. */
const FRESH = 8_192;

class Generation {
  readonly keys: ByteKeys;
  readonly series: CachedSeries[] = [];
  /** Which one came after it the last time, or -1. */
  next = new Int32Array(1024).fill(-1);

  constructor(hash: KeyHash) {
    this.keys = new ByteKeys(hash);
  }
}

/**
 * Raw label bytes to the identity that they decoded to, so that known series are neither parsed nor hashed again. A sender repeats its
 * series in the same order, so the one that followed the last time is compared first. Two generations bound the cache: a full young one
 * becomes the old one, and what was not asked for meanwhile is dropped.
 */
export class IdentityCache {
  readonly #capacity: number;
  readonly #hash: KeyHash;
  readonly #fresh: CachedSeries[] = [];
  #freshAt = 0;
  /** Names and values of labels, and numbers for those of remote_write 2.0, whose own references differ from request to request. */
  readonly symbols: Symbols;
  #young: Generation;
  #old: Generation;
  /** The old generation at the last `tidy`. */
  #oldBefore: Generation | undefined;
  /** Key of the young generation that was found last in this request, or -1. */
  #last = -1;

  /** At most `2 * capacity` entries are held. */
  constructor(capacity: number, hash: KeyHash = wordHash(0)) {
    this.#capacity = capacity;
    this.#hash = hash;
    this.symbols = new Symbols(2 * capacity, hash);
    this.#young = new Generation(hash);
    this.#old = new Generation(hash);
  }

  get size(): number {
    return this.#young.keys.size + this.#old.keys.size;
  }

  /**
   * Lets go of keys of series that are gone, where there are many more keys than `known` series: all keys become old, and those that nobody
   * asked for until a later call go. Between calls should lie more than the longest interval of a sender.
   */
  tidy(known: number): void {
    if (this.#old.keys.size === 0 && this.#young.keys.size > 2 * known + SPARE) this.#turn();
    else if (this.#old === this.#oldBefore) this.#old = new Generation(this.#hash);
    this.#oldBefore = this.#old;
  }

  /** What comes next follows nothing that is known. */
  beginRequest(): void {
    this.#last = -1;
  }

  /** Length of the key that is expected next if the bytes from `from` on, all before `end`, begin with it; it is `current` then. Else 0. */
  expected(view: DataView, from: number, end: number): number {
    if (this.#last < 0) return 0;
    const { keys, next } = this.#young;
    const key = next[this.#last]!;
    if (key < 0 || from + keys.lengthOf(key) > end || !keys.equals(key, view, from)) return 0;
    this.#last = key;
    return keys.lengthOf(key);
  }

  /** The series that was found last in this request. */
  get current(): CachedSeries {
    return this.#young.series[this.#last]!;
  }

  get(view: DataView, from: number, length: number): CachedSeries | undefined {
    const young = this.#young.keys.find(view, from, length);
    if (young >= 0) {
      this.#follow(young);
      return this.#young.series[young];
    }
    const old = this.#old.keys.find(view, from, length);
    return old < 0 ? undefined : this.#keep(view, from, length, this.#old.series[old]!);
  }

  /** Of a key that is not there. @returns what the cache holds from now on in the place of `identity`. */
  add(view: DataView, from: number, length: number, identity: SeriesIdentity): CachedSeries {
    const series = new CachedSeries(identity, view.getUint8(from) !== 0); // a key of 2.0 begins with 0: see `WriteRequestV2`
    this.#fresh[this.#freshAt]?.settle();
    this.#fresh[this.#freshAt] = series;
    this.#freshAt = (this.#freshAt + 1) % FRESH;
    return this.#keep(view, from, length, series);
  }

  #keep(view: DataView, from: number, length: number, series: CachedSeries): CachedSeries {
    if (this.#young.keys.size >= this.#capacity || this.#young.keys.bytes >= this.#capacity * KEY_BYTES) this.#turn();
    const young = this.#young;
    const key = young.keys.add(view, from, length);
    series.lieIn(young.keys, key);
    young.series.push(series);
    if (key === young.next.length) young.next = larger(young.next, new Int32Array(2 * key).fill(-1));
    this.#follow(key);
    return series;
  }

  #turn(): void {
    this.#old = this.#young;
    this.#young = new Generation(this.#hash);
    this.#last = -1;
  }

  #follow(key: number): void {
    if (this.#last >= 0) this.#young.next[this.#last] = key;
    this.#last = key;
  }
}

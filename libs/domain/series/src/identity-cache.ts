import type { SeriesIdentity } from './series-identity.ts';
import { SymbolIds } from './symbol-ids.ts';

/**
 * Raw label text or bytes to the identity that they decoded to, so that known series are neither parsed nor hashed again.
 * Two generations bound it: a full young generation becomes the old one, and what was not asked for meanwhile is dropped.
 */
export class IdentityCache {
  readonly #capacity: number;
  /** Numbers for the symbols of remote_write 2.0, whose own references differ from request to request. */
  readonly symbols: SymbolIds;
  #young = new Map<string, SeriesIdentity>();
  #old = new Map<string, SeriesIdentity>();

  /** At most `2 * capacity` entries are held. */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.symbols = new SymbolIds(2 * capacity);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): SeriesIdentity | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, identity: SeriesIdentity): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, identity);
  }
}

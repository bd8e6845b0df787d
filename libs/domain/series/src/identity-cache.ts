import type { SeriesIdentity } from './series-identity.ts';
import { NAME_LABEL, type LabelPairs } from './labels.ts';
import { SymbolIds } from './symbol-ids.ts';

const NAME_FIRST = `${NAME_LABEL}\0`;

/**
 * A series whose labels are one text until someone asks: hundreds of thousands are held at a time, and the labels of a series that is
 * known already are hardly ever looked at. No label holds U+0000 (`checkLabels`).
 */
export class CachedSeries implements SeriesIdentity {
  readonly id: bigint;
  readonly low: number;
  readonly high: number;
  slot: number;
  readonly #labels: string;
  #name: string | undefined;

  constructor({ id, low, high, slot, labels }: SeriesIdentity) {
    this.id = id;
    this.low = low;
    this.high = high;
    this.slot = slot;
    this.#labels = Buffer.from(labels.flat().join('\0')).toString(); // flat, where a joined text would keep its parts
  }

  get labels(): LabelPairs {
    const texts = this.#labels.split('\0');
    return Array.from({ length: texts.length / 2 }, (_, i) => [texts[2 * i]!, texts[2 * i + 1]!] as const);
  }

  get name(): string {
    return (this.#name ??= this.#findName());
  }

  #findName(): string {
    const at = this.#labels.startsWith(NAME_FIRST) ? 0 : this.#labels.indexOf(`\0${NAME_FIRST}`) + 1;
    const end = this.#labels.indexOf('\0', at + NAME_FIRST.length);
    return this.#labels.slice(at + NAME_FIRST.length, end < 0 ? undefined : end);
  }
}

/** Longer keys than this on average make a generation smaller. */
const KEY_CHARACTERS = 512;

/**
 * Raw label text or bytes to the identity that they decoded to, so that known series are neither parsed nor hashed again.
 * Two generations bound it: a full young generation becomes the old one, and what was not asked for meanwhile is dropped.
 */
export class IdentityCache {
  readonly #capacity: number;
  /** Numbers for the symbols of remote_write 2.0, whose own references differ from request to request. */
  readonly symbols: SymbolIds;
  #young = new Map<string, CachedSeries>();
  #youngWeight = 0;
  #old = new Map<string, CachedSeries>();

  /** At most `2 * capacity` entries are held. */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.symbols = new SymbolIds(2 * capacity);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): CachedSeries | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.#set(key, old);
    return old;
  }

  /** @returns what the cache holds from now on in the place of `identity`. */
  add(key: string, identity: SeriesIdentity): CachedSeries {
    const series = new CachedSeries(identity);
    this.#set(key, series);
    return series;
  }

  #set(key: string, identity: CachedSeries): void {
    if (this.#young.size >= this.#capacity || this.#youngWeight >= this.#capacity * KEY_CHARACTERS) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngWeight = 0;
    }
    this.#young.set(key, identity);
    this.#youngWeight += key.length;
  }
}

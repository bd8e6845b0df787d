import { larger } from '../series-table.ts';

const NONE = -1;

/**
 * Every different label `name="value"` as a small number. Values lie as UTF-8 in one arena: as strings of their own, hundreds of thousands
 * would cost a hundred bytes each, and the collector would look at every one of them.
 */
export class LabelPairsTable {
  readonly #nameNumbers = new Map<string, number>();
  readonly #names: string[] = [];
  /** Pairs of each name, in the order in which they came. */
  readonly #pairsOfName: number[][] = [];
  #size = 0;
  #nameOf = new Uint32Array(512);
  /** Where each value begins in the arena; it ends where the next begins. */
  #starts = new Uint32Array(513);
  #arena = Buffer.allocUnsafeSlow(16_384);
  #places = new Int32Array(1024).fill(NONE);
  #scratch = Buffer.allocUnsafeSlow(1024);

  get size(): number {
    return this.#size;
  }

  get names(): readonly string[] {
    return this.#names;
  }

  /** -1 for a name that no pair has. */
  numberOfName(name: string): number {
    return this.#nameNumbers.get(name) ?? NONE;
  }

  pairsOf(nameNumber: number): readonly number[] {
    return this.#pairsOfName[nameNumber] ?? [];
  }

  nameNumberOf(pair: number): number {
    return this.#nameOf[pair]!;
  }

  nameOf(pair: number): string {
    return this.#names[this.#nameOf[pair]!]!;
  }

  valueOf(pair: number): string {
    return this.#arena.toString('utf8', this.#starts[pair], this.#starts[pair + 1]);
  }

  /** Number of a pair, or -1. */
  find(name: string, value: string): number {
    const number = this.numberOfName(name);
    if (number < 0) return NONE;
    const bytes = this.#encode(value);
    return this.#places[this.#placeOf(number, bytes)]!;
  }

  /** Number of a pair that may be new: then it equals the size before. */
  add(name: string, value: string): number {
    let number = this.#nameNumbers.get(name);
    if (number === undefined) {
      this.#nameNumbers.set(name, (number = this.#names.push(name) - 1));
      this.#pairsOfName.push([]);
    }
    const bytes = this.#encode(value);
    const place = this.#placeOf(number, bytes);
    const known = this.#places[place]!;
    if (known >= 0) return known;
    const pair = this.#size++;
    if (pair === this.#nameOf.length) this.#grow();
    const start = this.#starts[pair]!;
    if (start + bytes > this.#arena.length)
      this.#arena = larger(this.#arena, Buffer.allocUnsafeSlow(Math.ceil(1.5 * (this.#arena.length + bytes))));
    this.#arena.set(this.#scratch.subarray(0, bytes), start);
    this.#starts[pair + 1] = start + bytes;
    this.#nameOf[pair] = number;
    this.#pairsOfName[number]!.push(pair);
    this.#places[place] = pair;
    if (2 * this.#size > this.#places.length) this.#rehash();
    return pair;
  }

  /** Bytes of the value in the scratch. */
  #encode(value: string): number {
    if (3 * value.length > this.#scratch.length) this.#scratch = Buffer.allocUnsafeSlow(6 * value.length);
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return this.#scratch.write(value);
      this.#scratch[i] = code;
    }
    return value.length;
  }

  /** Where the pair of this name and of the value in the scratch lies, or would lie. */
  #placeOf(name: number, bytes: number): number {
    const mask = this.#places.length - 1;
    for (let at = hash(name, this.#scratch, 0, bytes) & mask; ; at = (at + 1) & mask) {
      const pair = this.#places[at]!;
      if (pair < 0 || (this.#nameOf[pair] === name && this.#equals(pair, bytes))) return at;
    }
  }

  #equals(pair: number, bytes: number): boolean {
    const start = this.#starts[pair]!;
    if (this.#starts[pair + 1]! - start !== bytes) return false;
    for (let i = 0; i < bytes; i++) if (this.#arena[start + i] !== this.#scratch[i]) return false;
    return true;
  }

  #rehash(): void {
    this.#places = new Int32Array(2 * this.#places.length).fill(NONE);
    const mask = this.#places.length - 1;
    for (let pair = 0; pair < this.#size; pair++) {
      let at = hash(this.#nameOf[pair]!, this.#arena, this.#starts[pair]!, this.#starts[pair + 1]!) & mask;
      while (this.#places[at]! >= 0) at = (at + 1) & mask;
      this.#places[at] = pair;
    }
  }

  #grow(): void {
    const size = Math.ceil(1.5 * this.#nameOf.length);
    this.#nameOf = larger(this.#nameOf, new Uint32Array(size));
    this.#starts = larger(this.#starts, new Uint32Array(size + 1));
  }
}

/** FNV-1a over 32 bits, its end mixed (MurmurHash3's fmix32): tables mask the lower bits. */
function hash(name: number, bytes: Uint8Array, start: number, end: number): number {
  let mix = Math.imul(0x811c9dc5 ^ name, 0x01000193);
  for (let i = start; i < end; i++) mix = Math.imul(mix ^ bytes[i]!, 0x01000193);
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}

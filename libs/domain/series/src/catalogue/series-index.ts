// Long because columns, the chains through them and their growth are one structure.
import type { LabelPair, LabelPairs } from '../labels.ts';
import { larger } from '../series-table.ts';
import { IdSlots } from './id-slots.ts';
import { LabelPairsTable } from './label-pairs-table.ts';
import { ownerKey, SeriesGathering, type SeriesColumns, type SeriesOwner } from './series-columns.ts';

const NONE = -1;
const GONE = 0;
const ALIVE = 1;
const SILENT = 2;

/**
 * Every series of the catalogue in memory, about 15 bytes a label and 40 a series: numbers of labels in one column, and for each label
 * one chain through that column that visits all series that have it. Slots are given in the order of arrival and stay; a series that
 * was removed leaves its slot behind until `compacted`.
 */
export class SeriesIndex {
  readonly pairs = new LabelPairsTable();
  readonly #ids = new IdSlots();
  readonly #owners: SeriesOwner[] = [];
  readonly #ownerOf = new Map<string, number>();
  #alive = 0;
  // by slot
  #state = new Uint8Array(512);
  #owner = new Uint32Array(512);
  #lastAt = new Float64Array(512);
  #starts = new Uint32Array(513);
  // by label of a series
  #pairOf = new Uint32Array(4096);
  #slotOf = new Uint32Array(4096);
  /** The label before with the same pair. */
  #before = new Int32Array(4096);
  // by pair
  #newest = new Int32Array(512).fill(NONE);
  #counts = new Uint32Array(512);

  /** Series that are in the catalogue. */
  get size(): number {
    return this.#alive;
  }

  /** Slots lie below. */
  get end(): number {
    return this.#ids.size;
  }

  /**
   * Adds series, or takes over what changed of those that are known; a later call wins.
   * @returns how many were left out because another series has the same id.
   */
  add(columns: SeriesColumns): number {
    const { ids, lastAt, owner, starts, refs, names, values } = columns;
    const pairs = names.map((name, ref) => this.pairs.add(name, values[ref]!));
    const owners = columns.owners.map((one) => this.#ownerNumber(one));
    this.#growPairs();
    let collisions = 0;
    for (let i = 0; i < lastAt.length; i++) {
      const end = this.end;
      const slot = this.#ids.add(ids[2 * i]!, ids[2 * i + 1]!);
      if (slot === this.#state.length) this.#growSlots();
      if (slot === end) this.#write(slot, pairs, refs, starts[i]!, starts[i + 1]!);
      else if (!this.#hasLabels(slot, pairs, refs, starts[i]!, starts[i + 1]!)) {
        collisions += 1;
        continue;
      }
      if (this.#state[slot] === GONE) this.#revive(slot);
      this.#state[slot] = ALIVE;
      this.#owner[slot] = owners[owner[i]!]!;
      if (lastAt[i]! > this.#lastAt[slot]!) this.#lastAt[slot] = lastAt[i]!;
    }
    return collisions;
  }

  remove(slot: number): void {
    if (this.#state[slot] === GONE) return;
    this.#state[slot] = GONE;
    this.#alive -= 1;
    for (let at = this.#starts[slot]!; at < this.#starts[slot + 1]!; at++) this.#counts[this.#pairOf[at]!]! -= 1;
  }

  /** A series that receives nothing any more; its newest sample is of `lastAt`, ms. A record that is added wakes it. */
  silence(slot: number, lastAt: number): void {
    if (this.#state[slot] !== ALIVE) return;
    this.#state[slot] = SILENT;
    this.#lastAt[slot] = Math.max(this.#lastAt[slot]!, lastAt);
  }

  /** Slot of a series in the catalogue, or -1. */
  find(low: number, high: number): number {
    const slot = this.#ids.find(low, high);
    return slot >= 0 && this.has(slot) ? slot : NONE;
  }

  has(slot: number): boolean {
    return this.#state[slot] !== GONE;
  }

  /** Whether a series can have samples at or after a time, ms. */
  reaches(slot: number, time: number): boolean {
    return this.#state[slot] === ALIVE || (this.#state[slot] === SILENT && this.#lastAt[slot]! >= time);
  }

  low(slot: number): number {
    return this.#ids.low(slot);
  }

  high(slot: number): number {
    return this.#ids.high(slot);
  }

  /** Time of the newest sample as far as the catalogue knows, ms. */
  lastAt(slot: number): number {
    return this.#lastAt[slot]!;
  }

  owner(slot: number): SeriesOwner {
    return this.#owners[this.#owner[slot]!]!;
  }

  /** Pairs of a series, in the canonical order of labels. */
  pairsOf(slot: number): Uint32Array {
    return this.#pairOf.subarray(this.#starts[slot], this.#starts[slot + 1]);
  }

  /** The pair that a series has under a name, or -1. */
  pairUnder(slot: number, nameNumber: number): number {
    for (let at = this.#starts[slot]!; at < this.#starts[slot + 1]!; at++) {
      if (this.pairs.nameNumberOf(this.#pairOf[at]!) === nameNumber) return this.#pairOf[at]!;
    }
    return NONE;
  }

  /** Series in the catalogue that have a pair. */
  countOf(pair: number): number {
    return this.#counts[pair] ?? 0;
  }

  /** Writes the slots of a pair into `into`, from `from` on, latest first. @returns where they end. */
  slotsOf(pair: number, into: Uint32Array, from: number): number {
    let to = from;
    for (let at = this.#newest[pair]!; at >= 0; at = this.#before[at]!) {
      const slot = this.#slotOf[at]!;
      if (this.#state[slot] !== GONE) into[to++] = slot;
    }
    return to;
  }

  /** Sets a bit for every slot of a pair, removed ones too. */
  mark(pair: number, bits: Uint32Array): void {
    for (let at = this.#newest[pair]!; at >= 0; at = this.#before[at]!) {
      const slot = this.#slotOf[at]!;
      bits[slot >>> 5]! |= 1 << (slot & 31);
    }
  }

  /** Labels of series, for as many as one asks: what they share is made text once. */
  labelReader(): (slot: number) => LabelPairs {
    const texts = new Map<number, LabelPair>();
    const textOf = (pair: number): LabelPair => {
      let text = texts.get(pair);
      if (text === undefined) texts.set(pair, (text = [this.pairs.nameOf(pair), this.pairs.valueOf(pair)]));
      return text;
    };
    return (slot) => Array.from(this.pairsOf(slot), textOf);
  }

  /** The series of some slots in columns. */
  columns(slots: Iterable<number>): SeriesColumns {
    const gathering = new SeriesGathering();
    const labelsOf = this.labelReader();
    for (const slot of slots)
      gathering.add({ low: this.low(slot), high: this.high(slot), labels: labelsOf(slot), lastAt: this.lastAt(slot), ...this.owner(slot) });
    return gathering.columns();
  }

  /** This index, or a copy without what was removed once that is a quarter of it. */
  compacted(): SeriesIndex {
    if (4 * (this.end - this.#alive) <= this.end) return this;
    const copy = new SeriesIndex();
    const kept = Array.from({ length: this.end }, (_, slot) => slot).filter((slot) => this.has(slot));
    copy.add(this.columns(kept));
    kept.forEach((slot, i) => {
      if (this.#state[slot] === SILENT) copy.silence(i, this.lastAt(slot));
    });
    return copy;
  }

  #write(slot: number, pairs: readonly number[], refs: Uint32Array, from: number, to: number): void {
    let at = this.#starts[slot]!;
    if (at + to - from > this.#pairOf.length) this.#growLabels(to - from);
    for (let i = from; i < to; i++, at++) {
      const pair = pairs[refs[i]!]!;
      this.#pairOf[at] = pair;
      this.#slotOf[at] = slot;
      this.#before[at] = this.#newest[pair]!;
      this.#newest[pair] = at;
    }
    this.#starts[slot + 1] = at;
  }

  #hasLabels(slot: number, pairs: readonly number[], refs: Uint32Array, from: number, to: number): boolean {
    const start = this.#starts[slot]!;
    if (this.#starts[slot + 1]! - start !== to - from) return false;
    for (let i = from; i < to; i++) if (this.#pairOf[start + i - from] !== pairs[refs[i]!]) return false;
    return true;
  }

  #revive(slot: number): void {
    this.#alive += 1;
    for (let at = this.#starts[slot]!; at < this.#starts[slot + 1]!; at++) this.#counts[this.#pairOf[at]!]! += 1;
  }

  #ownerNumber(owner: SeriesOwner): number {
    const key = ownerKey(owner);
    const known = this.#ownerOf.get(key);
    if (known !== undefined) return known;
    this.#ownerOf.set(key, this.#owners.length);
    return this.#owners.push(owner) - 1;
  }

  #growPairs(): void {
    const length = this.#newest.length;
    if (this.pairs.size <= length) return;
    const size = Math.ceil(1.5 * this.pairs.size);
    this.#newest = larger(this.#newest, new Int32Array(size).fill(NONE));
    this.#counts = larger(this.#counts, new Uint32Array(size));
  }

  #growSlots(): void {
    const size = Math.ceil(1.5 * this.#state.length);
    this.#state = larger(this.#state, new Uint8Array(size));
    this.#owner = larger(this.#owner, new Uint32Array(size));
    this.#lastAt = larger(this.#lastAt, new Float64Array(size));
    this.#starts = larger(this.#starts, new Uint32Array(size + 1));
  }

  #growLabels(more: number): void {
    const size = Math.ceil(1.5 * (this.#pairOf.length + more));
    this.#pairOf = larger(this.#pairOf, new Uint32Array(size));
    this.#slotOf = larger(this.#slotOf, new Uint32Array(size));
    this.#before = larger(this.#before, new Int32Array(size));
  }
}

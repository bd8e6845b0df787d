import { larger, SeriesTable } from './series-table.ts';
import { Texts } from './texts.ts';

/** What intake must know of one series. */
export interface KnownSeries {
  readonly source: string;
  /** `entityKey` of its entity. */
  readonly entity: string;
  readonly metric: string;
  /** Time of its newest sample, ms. */
  readonly lastAt: number;
}

/** Every active series in memory, some tens of bytes each, and how many there are of each metric. */
export class KnownSeriesTable {
  readonly table = new SeriesTable();
  readonly texts = new Texts();
  readonly #ofMetric = new Map<number, number>();

  #group = 0;
  /** What a group has put on a slot: the group's number, and the number of its entry. */
  #groups = new Uint32Array(0);
  #entries = new Int32Array(0);

  get size(): number {
    return this.table.size;
  }

  /** Number of a new group, which may put marks on slots; it sees none of an older group. */
  openGroup(): number {
    this.#growGroups();
    return (this.#group += 1);
  }

  /** Number of the newest group; 0 before the first. */
  get group(): number {
    return this.#group;
  }

  /** The entry that a group has marked on a slot, or -1. */
  entryOf(group: number, slot: number): number {
    return this.#groups[slot] === group ? this.#entries[slot]! : -1;
  }

  mark(group: number, slot: number, entry: number): void {
    this.#groups[slot] = group;
    this.#entries[slot] = entry;
  }

  /** Notes that a series which is new came in a group. */
  markNew(group: number, slot: number): void {
    if (slot >= this.#groups.length) this.#growGroups();
    this.mark(group, slot, -1);
  }

  /** Series of one metric. */
  countOf(metric: string): number {
    return this.#ofMetric.get(this.texts.numberOf(metric)) ?? 0;
  }

  get(id: bigint): KnownSeries | undefined {
    const slot = this.table.find(...wordsOf(id));
    if (slot < 0) return undefined;
    const { source, entity, metric, lastAt } = this.table;
    const text = (numbers: Uint32Array) => this.texts.textOf(numbers[slot]!);
    return { source: text(source), entity: text(entity), metric: text(metric), lastAt: lastAt[slot]! };
  }

  set(id: bigint, { source, entity, metric, lastAt }: KnownSeries): void {
    const { texts } = this;
    const [low, high] = wordsOf(id);
    this.put({ low, high }, texts.numberOf(source), texts.numberOf(entity), texts.numberOf(metric), lastAt);
  }

  /** The same with texts by their numbers. @returns the slot. */
  put(
    { low, high }: { readonly low: number; readonly high: number },
    source: number,
    entity: number,
    metric: number,
    lastAt: number,
  ): number {
    const { table } = this;
    const before = table.size;
    const slot = table.add(low, high);
    table.lastAt[slot] = lastAt;
    table.source[slot] = source;
    table.entity[slot] = entity;
    table.metric[slot] = metric;
    if (table.size > before) this.#count(metric, 1);
    return slot;
  }

  /** A newer sample of a series that is known; nothing happens to an unknown one. */
  sees(low: number, high: number, time: number): void {
    const slot = this.table.find(low, high);
    if (slot >= 0 && this.table.lastAt[slot]! < time) this.table.lastAt[slot] = time;
  }

  delete(id: bigint): void {
    const slot = this.table.find(...wordsOf(id));
    if (slot < 0) return;
    this.#count(this.table.metric[slot]!, -1);
    this.table.remove(slot);
  }

  /**
   * Forgets every series whose newest sample is older than `before`, ms, and which came in no group after `since`: a sender that
   * catches up with the day before is not silent. @returns how many those were.
   */
  deleteSilent(before: number, since = Infinity): number {
    let gone = 0;
    for (let slot = 0; slot < this.table.end; slot++) {
      if (this.table.used[slot] !== 1 || this.table.lastAt[slot]! >= before || this.#groups[slot]! > since) continue;
      this.#count(this.table.metric[slot]!, -1);
      this.table.remove(slot);
      gone += 1;
    }
    return gone;
  }

  #growGroups(): void {
    if (this.#groups.length >= this.table.low.length) return;
    this.#groups = larger(this.#groups, new Uint32Array(this.table.low.length));
    this.#entries = larger(this.#entries, new Int32Array(this.table.low.length));
  }

  #count(metric: number, change: number): void {
    this.#ofMetric.set(metric, (this.#ofMetric.get(metric) ?? 0) + change);
  }
}

/** Lower and upper 32 bits of an id. */
export const wordsOf = (id: bigint): [low: number, high: number] => [Number(id & 0xffffffffn), Number(id >> 32n)];

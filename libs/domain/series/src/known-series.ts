import { SeriesTable } from './series-table.ts';
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
  #groups = new Uint32Array(0);
  #entries = new Int32Array(0);

  get size(): number {
    return this.table.size;
  }

  /** Marks that one group puts on slots, to find what it already holds of a series; a new group sees none of an older one. */
  openGroup(): { entryOf: (slot: number) => number; mark: (slot: number, entry: number) => void } {
    this.#group += 1;
    if (this.#groups.length < this.table.low.length) {
      this.#groups = new Uint32Array(this.table.low.length);
      this.#entries = new Int32Array(this.table.low.length);
    }
    const [group, groups, entries] = [this.#group, this.#groups, this.#entries];
    return {
      entryOf: (slot) => (groups[slot] === group ? entries[slot]! : -1),
      mark: (slot, entry) => {
        groups[slot] = group;
        entries[slot] = entry;
      },
    };
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

  set(id: bigint, series: KnownSeries): void {
    const { table, texts } = this;
    const words = wordsOf(id);
    const isNew = table.find(...words) < 0;
    const slot = table.add(...words);
    table.lastAt[slot] = series.lastAt;
    table.source[slot] = texts.numberOf(series.source);
    table.entity[slot] = texts.numberOf(series.entity);
    table.metric[slot] = texts.numberOf(series.metric);
    if (isNew) this.#count(table.metric[slot], 1);
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

  /** Forgets every series whose newest sample is older than `before`, ms, and returns how many those were. */
  deleteSilent(before: number): number {
    let gone = 0;
    for (let slot = 0; slot < this.table.end; slot++) {
      if (this.table.used[slot] !== 1 || this.table.lastAt[slot]! >= before) continue;
      this.#count(this.table.metric[slot]!, -1);
      this.table.remove(slot);
      gone += 1;
    }
    return gone;
  }

  #count(metric: number, change: number): void {
    this.#ofMetric.set(metric, (this.#ofMetric.get(metric) ?? 0) + change);
  }
}

/** Lower and upper 32 bits of an id. */
export const wordsOf = (id: bigint): [low: number, high: number] => [Number(id & 0xffffffffn), Number(id >> 32n)];

import type { SeriesIdentity } from './series-identity.ts';
import { larger } from './series-table.ts';
import { SampleRoom } from './pack/sample-room.ts';

/** Series of one group of deliveries and their samples, each series a chain through columns that all share. */
export class PendingSeries {
  readonly identities: SeriesIdentity[] = [];
  /** Of the identity: of many series each look at one of those waits for memory, and a row of numbers does not. */
  low = new Uint32Array(256);
  high = new Uint32Array(256);
  slot = new Int32Array(256);
  /** For the columns of one partition after the other. */
  readonly room = new SampleRoom();
  source = new Uint32Array(256);
  entity = new Uint32Array(256);
  /** Time of the newest sample, ms; -1 for none. */
  lastAt = new Float64Array(256);
  /** Samples so far. */
  count = new Uint32Array(256);
  /** 1 when the chain does not ascend. */
  unsorted = new Uint8Array(256);
  /** 1 for a series that intake did not know. */
  unknown = new Uint8Array(256);
  #head = new Int32Array(256);
  #tail = new Int32Array(256);
  #times = new Float64Array(1024);
  #words = new Uint32Array(2048);
  #next = new Int32Array(1024);
  #samples = 0;

  /** Forgets everything but the room that it took. */
  clear(): void {
    this.count.fill(0, 0, this.size);
    this.unsorted.fill(0, 0, this.size);
    this.unknown.fill(0, 0, this.size);
    this.identities.length = 0;
    this.#samples = 0;
  }

  /** Of all series. */
  get samples(): number {
    return this.#samples;
  }

  get size(): number {
    return this.identities.length;
  }

  open(identity: SeriesIdentity, source: number, entity: number, lastAt: number): number {
    const entry = this.identities.push(identity) - 1;
    if (entry === this.source.length) this.#growSeries();
    this.low[entry] = identity.low;
    this.high[entry] = identity.high;
    this.slot[entry] = identity.slot;
    this.source[entry] = source;
    this.entity[entry] = entity;
    this.lastAt[entry] = lastAt;
    this.#head[entry] = this.#tail[entry] = -1;
    return entry;
  }

  add(entry: number, time: number, low: number, high: number): void {
    const at = this.#samples;
    if (at === this.#times.length) this.#growSamples();
    this.#times[at] = time;
    this.#words[2 * at] = low;
    this.#words[2 * at + 1] = high;
    this.#next[at] = -1;
    const tail = this.#tail[entry]!;
    if (tail < 0) this.#head[entry] = at;
    else {
      this.#next[tail] = at;
      if (this.#times[tail]! >= time) this.unsorted[entry] = 1;
    }
    this.#tail[entry] = at;
    this.count[entry]! += 1;
    if (time > this.lastAt[entry]!) this.lastAt[entry] = time;
    this.#samples = at + 1;
  }

  /** Copies the samples of a series, in the order in which they came; `words` is two per value. */
  copy(entry: number, times: Float64Array, words: Uint32Array, start: number): void {
    let to = start;
    for (let at = this.#head[entry]!; at >= 0; at = this.#next[at]!, to++) {
      times[to] = this.#times[at]!;
      words[2 * to] = this.#words[2 * at]!;
      words[2 * to + 1] = this.#words[2 * at + 1]!;
    }
  }

  #growSeries(): void {
    const size = this.source.length * 2;
    this.low = larger(this.low, new Uint32Array(size));
    this.high = larger(this.high, new Uint32Array(size));
    this.slot = larger(this.slot, new Int32Array(size));
    this.source = larger(this.source, new Uint32Array(size));
    this.entity = larger(this.entity, new Uint32Array(size));
    this.lastAt = larger(this.lastAt, new Float64Array(size));
    this.count = larger(this.count, new Uint32Array(size));
    this.unsorted = larger(this.unsorted, new Uint8Array(size));
    this.unknown = larger(this.unknown, new Uint8Array(size));
    this.#head = larger(this.#head, new Int32Array(size));
    this.#tail = larger(this.#tail, new Int32Array(size));
  }

  #growSamples(): void {
    const size = this.#times.length * 2;
    this.#times = larger(this.#times, new Float64Array(size));
    this.#words = larger(this.#words, new Uint32Array(2 * size));
    this.#next = larger(this.#next, new Int32Array(size));
  }
}

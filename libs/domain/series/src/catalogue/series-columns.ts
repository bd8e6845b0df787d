import type { EntityRef } from '@cloudops/contracts';
import type { LabelPairs } from '../labels.ts';
import { larger } from '../series-table.ts';

/** Who delivers a series and whom it speaks for. */
export interface SeriesOwner {
  readonly source: string;
  readonly entity: EntityRef;
}

/** Many series in columns; labels and owners that occur over and over are written once. */
export interface SeriesColumns {
  /** Lower and upper 32 bits of each id. */
  readonly ids: Uint32Array;
  /** Time of the newest sample when the series was written down, ms. */
  readonly lastAt: Float64Array;
  /** Index into `owners`. */
  readonly owner: Uint32Array;
  /** Series `i` has the labels `refs[starts[i]] ... refs[starts[i + 1] - 1]`, in canonical order. */
  readonly starts: Uint32Array;
  /** Label `r` is `names[r]="values[r]"`; no two are equal. */
  readonly refs: Uint32Array;
  readonly names: readonly string[];
  readonly values: readonly string[];
  readonly owners: readonly SeriesOwner[];
}

export interface GatheredSeries extends SeriesOwner {
  readonly low: number;
  readonly high: number;
  /** Canonical. */
  readonly labels: LabelPairs;
  readonly lastAt: number;
}

/** Builds columns series by series. Neighbours mostly share labels: what equals the series before is not looked up. */
export class SeriesGathering {
  #size = 0;
  #ids = new Uint32Array(64);
  #lastAt = new Float64Array(32);
  #owner = new Uint32Array(32);
  #starts = new Uint32Array(33);
  #refs = new Uint32Array(256);
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  readonly #owners: SeriesOwner[] = [];
  readonly #refOf = new Map<string, Map<string, number>>();
  readonly #ownerOf = new Map<string, number>();
  #last: LabelPairs = [];

  add({ low, high, labels, lastAt, source, entity }: GatheredSeries): void {
    const at = this.#size;
    if (at === this.#lastAt.length) this.#grow();
    const start = this.#starts[at]!;
    if (start + labels.length > this.#refs.length)
      this.#refs = larger(this.#refs, new Uint32Array(2 * (this.#refs.length + labels.length)));
    const before = at === 0 ? 0 : this.#starts[at - 1]!;
    for (let i = 0; i < labels.length; i++) {
      const [name, value] = labels[i]!;
      const last = this.#last[i];
      this.#refs[start + i] =
        last !== undefined && last[1] === value && last[0] === name ? this.#refs[before + i]! : this.#ref(name, value);
    }
    this.#ids[2 * at] = low;
    this.#ids[2 * at + 1] = high;
    this.#lastAt[at] = lastAt;
    this.#owner[at] = this.#ownerRef(source, entity);
    this.#starts[at + 1] = start + labels.length;
    this.#last = labels;
    this.#size += 1;
  }

  columns(): SeriesColumns {
    const size = this.#size;
    return {
      ids: this.#ids.slice(0, 2 * size),
      lastAt: this.#lastAt.slice(0, size),
      owner: this.#owner.slice(0, size),
      starts: this.#starts.slice(0, size + 1),
      refs: this.#refs.slice(0, this.#starts[size]),
      names: this.#names,
      values: this.#values,
      owners: this.#owners,
    };
  }

  #ref(name: string, value: string): number {
    let refs = this.#refOf.get(name);
    if (refs === undefined) this.#refOf.set(name, (refs = new Map<string, number>()));
    let ref = refs.get(value);
    if (ref === undefined) {
      refs.set(value, (ref = this.#names.push(name) - 1));
      this.#values.push(value);
    }
    return ref;
  }

  #ownerRef(source: string, entity: EntityRef): number {
    const last = this.#owners[this.#size === 0 ? -1 : this.#owner[this.#size - 1]!];
    if (last?.entity === entity && last.source === source) return this.#owner[this.#size - 1]!;
    const key = ownerKey({ source, entity });
    let ref = this.#ownerOf.get(key);
    if (ref === undefined) this.#ownerOf.set(key, (ref = this.#owners.push({ source, entity }) - 1));
    return ref;
  }

  #grow(): void {
    const size = 2 * this.#lastAt.length;
    this.#ids = larger(this.#ids, new Uint32Array(2 * size));
    this.#lastAt = larger(this.#lastAt, new Float64Array(size));
    this.#owner = larger(this.#owner, new Uint32Array(size));
    this.#starts = larger(this.#starts, new Uint32Array(size + 1));
  }
}

/** No part holds a blank. */
export const ownerKey = ({ source, entity }: SeriesOwner): string => `${source} ${entity.environment} ${entity.kind} ${entity.id}`;

import type { Matcher } from '@cloudops/contracts';
import type { SeriesIndex } from './series-index.ts';
import { ValueTests } from './value-tests.ts';

/** Series that have one of these labels (each has at most one), or none of them. */
interface Constraint {
  readonly having: boolean;
  readonly pairs: readonly number[];
  readonly count: number;
}

/** Answers matchers from the index: lists of series by label are intersected and subtracted; no series is looked at. */
export class SeriesSearch {
  readonly #index: SeriesIndex;
  readonly #tests: ValueTests;

  constructor(index: SeriesIndex) {
    this.#index = index;
    this.#tests = new ValueTests(index.pairs);
  }

  /**
   * Slots of the series that satisfy every matcher, in no order; an absent label counts as empty, as in Prometheus.
   * @throws DomainError `invalid` (`matcher-regex`) that names the matcher.
   */
  find(matchers: readonly Matcher[]): Uint32Array {
    const constraints = matchers.map((matcher, i) => this.#constraint(matcher, `matchers[${i}].value`));
    const having = constraints.filter((one) => one.having).sort((a, b) => a.count - b.count);
    let found = having.length === 0 ? this.#all() : this.#having(having[0]!);
    for (const constraint of [...having.slice(1), ...constraints.filter((one) => !one.having)]) {
      if (found.length === 0) return found;
      found = this.#narrowed(found, constraint);
    }
    return found;
  }

  #constraint(matcher: Matcher, field: string): Constraint {
    const { passesEmpty, pairs } = this.#tests.of(matcher, field);
    const isPositive = matcher.op === '=' || matcher.op === '=~';
    // a series without the label passes: then those that have a value which does not pass are left out
    const having = passesEmpty !== isPositive;
    const passing = having === isPositive;
    const listed = pairs(passing);
    return { having, pairs: listed, count: listed.reduce((sum, pair) => sum + this.#index.countOf(pair), 0) };
  }

  #all(): Uint32Array {
    const slots = new Uint32Array(this.#index.size);
    for (let slot = 0, to = 0; slot < this.#index.end; slot++) if (this.#index.has(slot)) slots[to++] = slot;
    return slots;
  }

  #having({ pairs, count }: Constraint): Uint32Array {
    const slots = new Uint32Array(count);
    let to = 0;
    for (const pair of pairs) to = this.#index.slotsOf(pair, slots, to);
    return slots;
  }

  #narrowed(slots: Uint32Array, { having, pairs, count }: Constraint): Uint32Array {
    if (count === 0) return having ? new Uint32Array(0) : slots;
    const bits = new Uint32Array((this.#index.end >>> 5) + 1);
    for (const pair of pairs) this.#index.mark(pair, bits);
    const wanted = having ? 1 : 0;
    return slots.filter((slot) => ((bits[slot >>> 5]! >>> (slot & 31)) & 1) === wanted);
  }
}

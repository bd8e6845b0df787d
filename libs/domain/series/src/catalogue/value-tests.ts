import type { Matcher } from '@cloudops/contracts';
import type { LabelPairsTable } from './label-pairs-table.ts';
import { valueTest, type ValueTest } from './value-test.ts';

/** Expressions that are remembered; a dashboard asks the same ones over and over. */
const REMEMBERED = 128;

interface Tested {
  readonly test: ValueTest['test'];
  /** One byte for each of the first pairs of the name: whether its value passes. */
  passes: Uint8Array;
  count: number;
}

/** Which values of a label pass a test: each value is tested once, however many series have it and however often it is asked. */
export class ValueTests {
  readonly #pairs: LabelPairsTable;
  readonly #tested = new Map<string, Tested>();

  constructor(pairs: LabelPairsTable) {
    this.#pairs = pairs;
  }

  /** @throws DomainError of `valueTest`. */
  of({ label, op, value }: Matcher, field: string): { passesEmpty: boolean; pairs: (passing: boolean) => number[] } {
    const key = `${op.slice(1)}${label}\0${value}`;
    const known = this.#tested.get(key);
    const test = known ?? valueTest({ label, op, value }, field);
    if ('literals' in test) return { passesEmpty: test.test(''), pairs: (passing) => this.#literalPairs(label, test.literals!, passing) };
    const tested = known ?? { test: test.test, passes: new Uint8Array(16), count: 0 };
    this.#remember(key, tested);
    return { passesEmpty: test.test(''), pairs: (passing) => this.#testedPairs(label, tested, passing) };
  }

  #literalPairs(label: string, literals: ReadonlySet<string>, passing: boolean): number[] {
    const found = [...literals].map((value) => this.#pairs.find(label, value)).filter((pair) => pair >= 0);
    if (passing) return found;
    const left = new Set(found);
    return this.#pairs.pairsOf(this.#pairs.numberOfName(label)).filter((pair) => !left.has(pair));
  }

  #testedPairs(label: string, tested: Tested, passing: boolean): number[] {
    const pairs = this.#pairs.pairsOf(this.#pairs.numberOfName(label));
    if (tested.passes.length < pairs.length) {
      const passes = new Uint8Array(Math.ceil(1.5 * pairs.length));
      passes.set(tested.passes);
      tested.passes = passes;
    }
    const { passes } = tested;
    for (; tested.count < pairs.length; tested.count++)
      passes[tested.count] = tested.test(this.#pairs.valueOf(pairs[tested.count]!)) ? 1 : 0;
    const wanted = passing ? 1 : 0;
    return pairs.filter((_, i) => passes[i] === wanted);
  }

  /** The one that was asked longest ago goes. */
  #remember(key: string, tested: Tested): void {
    this.#tested.delete(key);
    this.#tested.set(key, tested);
    if (this.#tested.size > REMEMBERED) this.#tested.delete(this.#tested.keys().next().value!);
  }
}

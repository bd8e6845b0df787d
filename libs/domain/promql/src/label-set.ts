import type { Labels } from '@cloudops/contracts';
import { NAME_LABEL, type LabelPairs } from '@cloudops/domain-series';

/** Labels of one series of a result, the metric name among them; immutable. */
export class LabelSet {
  static readonly EMPTY = new LabelSet([]);
  private keyText: string | undefined;
  private nameless: LabelSet | undefined;

  /** @param pairs canonical: sorted by name, unique, no empty values */
  constructor(readonly pairs: LabelPairs) {}

  /** Equal for equal labels, and for no others. */
  get key(): string {
    return (this.keyText ??= this.pairs.map(([name, value]) => `${name}\u0000${value}`).join('\u0001'));
  }

  /** Value of a label; the empty string when it is absent. */
  get(label: string): string {
    return this.pairs.find(([name]) => name === label)?.[1] ?? '';
  }

  /** Without the metric name. */
  unnamed(): LabelSet {
    return (this.nameless ??= this.get(NAME_LABEL) === '' ? this : this.without([NAME_LABEL]));
  }

  without(labels: readonly string[]): LabelSet {
    return new LabelSet(this.pairs.filter(([name]) => !labels.includes(name)));
  }

  only(labels: readonly string[]): LabelSet {
    return new LabelSet(this.pairs.filter(([name]) => labels.includes(name)));
  }

  /** With one label set, or removed where the value is empty. */
  with(label: string, value: string): LabelSet {
    const others = this.pairs.filter(([name]) => name !== label);
    if (value === '') return new LabelSet(others);
    const at = others.findIndex(([name]) => name > label);
    return new LabelSet(others.toSpliced(at < 0 ? others.length : at, 0, [label, value]));
  }

  toRecord(): Labels {
    return Object.fromEntries(this.pairs);
  }

  /** As Prometheus writes labels in messages. */
  toString(): string {
    const name = this.get(NAME_LABEL);
    const rest = this.unnamed().pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    return name !== '' && rest.length === 0 ? name : `${name}{${rest.join(', ')}}`;
  }
}

/** Order of Prometheus' results: pair by pair, name before value. */
export function compareLabels(a: LabelSet, b: LabelSet): number {
  const shared = Math.min(a.pairs.length, b.pairs.length);
  for (let i = 0; i < shared; i++) {
    const [left, right] = [a.pairs[i]!, b.pairs[i]!];
    if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
    if (left[1] !== right[1]) return left[1] < right[1] ? -1 : 1;
  }
  return a.pairs.length - b.pairs.length;
}

import type { Labels } from '@cloudops/contracts';
import type { LabelPair } from './labels.ts';

/**
 * Puts a target's labels on its series. Where the target exposes a label of the same name itself, that one wins when it is honoured;
 * otherwise it becomes `exported_<name>`, with the prefix once more while such a label is there already (as Prometheus does).
 */
export class TargetLabels {
  readonly #labels: Labels;
  readonly #honor: boolean;

  constructor(labels: Labels, honorExposed: boolean) {
    this.#labels = labels;
    this.#honor = honorExposed;
  }

  addTo(exposed: readonly LabelPair[]): LabelPair[] {
    const names = new Set(exposed.map(([name]) => name));
    const own = Object.entries(this.#labels);
    if (this.#honor) return [...exposed, ...own.filter(([name]) => !names.has(name))];
    for (const [name] of own) names.add(name);
    const freeName = (name: string): string => {
      let free = name;
      do free = `exported_${free}`;
      while (names.has(free));
      names.add(free);
      return free;
    };
    const isOurs = (name: string): boolean => Object.hasOwn(this.#labels, name);
    return [...exposed.map(([name, value]): LabelPair => [isOurs(name) ? freeName(name) : name, value]), ...own];
  }
}

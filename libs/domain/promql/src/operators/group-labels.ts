import { LabelSet } from '../label-set.ts';
import type { Aggregate } from '../syntax/expression.ts';

/** Labels that stay of a series when it is aggregated. */
export function groupLabels(labels: LabelSet, { without, labels: given }: Pick<Aggregate, 'without' | 'labels'>): LabelSet {
  if (without) return labels.unnamed().without(given);
  return given.length === 0 ? LabelSet.EMPTY : labels.only(given);
}

import type { Labels } from '@cloudops/contracts';

export const NAME_LABEL = '__name__';

export type LabelPair = readonly [name: string, value: string];
/** Canonical form: sorted by name in UTF-16 code unit order, names unique, no empty values. */
export type LabelPairs = readonly LabelPair[];

/** Canonical form of any labels; a label with an empty value equals an absent one (Prometheus data model) and is dropped. */
export function canonicalLabels(labels: Labels | Iterable<LabelPair>): LabelPairs {
  const pairs = Array.isArray(labels) ? (labels as LabelPairs) : Symbol.iterator in labels ? [...labels] : Object.entries(labels);
  if (isCanonical(pairs)) return pairs;
  return pairs.filter(([, value]) => value !== '').sort(byName);
}

/** Senders mostly order labels themselves. */
export function isCanonical(pairs: LabelPairs): boolean {
  for (let i = 0; i < pairs.length; i++) {
    const [name, value] = pairs[i]!;
    if (value === '' || (i > 0 && pairs[i - 1]![0] >= name)) return false;
  }
  return true;
}

/** The `__name__` label, or the empty string. */
export const metricName = (labels: LabelPairs): string => labelValue(labels, NAME_LABEL) ?? '';

/** Value of a label, undefined where there is none. */
export function labelValue(labels: LabelPairs, name: string): string | undefined {
  for (let i = 0; i < labels.length; i++) if (labels[i]![0] === name) return labels[i]![1];
  return undefined;
}

/** Whether the names ascend, each above the one before. */
export function ascends(labels: LabelPairs): boolean {
  for (let i = 1; i < labels.length; i++) if (labels[i - 1]![0] >= labels[i]![0]) return false;
  return true;
}

/** All labels except `__name__`, as the contracts carry them. */
export const labelsWithoutName = (labels: LabelPairs): Labels => Object.fromEntries(labels.filter(([name]) => name !== NAME_LABEL));

const byName = (a: LabelPair, b: LabelPair): number => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);

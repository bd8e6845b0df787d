import type { Column } from '../column.ts';
import { compareLabels, type LabelSet } from '../label-set.ts';

/** By value at the one time of an instant query, NaN last either way. */
export function sortedByValue(columns: readonly Column[], descending: boolean): Column[] {
  const sign = descending ? -1 : 1;
  return columns.toSorted((a, b) => {
    const [left, right] = [a.values[0]!, b.values[0]!];
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return left === right ? 0 : left < right ? -sign : sign;
  });
}

/** By labels in natural order (`eth2` before `eth10`); equal ones by all labels. */
export function sortedByLabels(columns: readonly Column[], labels: readonly string[], descending: boolean): Column[] {
  const sign = descending ? -1 : 1;
  return columns.toSorted((a, b) => sign * compareNaturally(a.labels, b.labels, labels));
}

function compareNaturally(a: LabelSet, b: LabelSet, labels: readonly string[]): number {
  for (const label of labels) {
    const order = naturally(a.get(label), b.get(label));
    if (order !== 0) return order;
  }
  return compareLabels(a, b);
}

function naturally(a: string, b: string): number {
  const [left, right] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x === y) continue;
    const numbers = /^\d/.test(x) && /^\d/.test(y);
    if (numbers && Number(x) !== Number(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

import { emptyColumn, type Column, hasValues } from '../column.ts';
import { executionError } from '../query-error.ts';

/** `topk` and `bottomk` of one group: at each step the k members with the extreme values, NaN only where nothing else is left. */
export function selectExtremes({ members }: { readonly members: readonly Column[] }, k: Float64Array, top: boolean): Column[] {
  const selected = members.map((member) => emptyColumn(member.labels, k.length));
  let order: number[] = [];
  for (let i = 0; i < k.length; i++) {
    const count = countAt(k[i]!);
    if (count < 1) continue;
    order = [...members.keys()]
      .filter((m) => members[m]!.present[i] === 1)
      .sort((a, b) => compare(members[a]!.values[i]!, members[b]!.values[i]!, top));
    order.length = Math.min(order.length, count);
    for (const m of order) {
      selected[m]!.values[i] = members[m]!.values[i]!;
      selected[m]!.present[i] = 1;
    }
  }
  // an instant query shows them in order
  return k.length === 1 ? order.map((m) => selected[m]!) : selected.filter(hasValues);
}

function countAt(k: number): number {
  if (!(Math.abs(k) < 2 ** 63)) throw executionError(`Scalar value ${k} overflows int64`);
  return Math.trunc(k);
}

function compare(a: number, b: number, top: boolean): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a === b ? 0 : a > b === top ? -1 : 1;
}

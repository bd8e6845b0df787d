import { type Column, emptyColumn, hasValues } from '../column.ts';
import type { LabelSet } from '../label-set.ts';
import { executionError } from '../query-error.ts';
import { ARITHMETIC } from '../syntax/signatures.ts';
import type { Binary, Matching } from '../syntax/expression.ts';
import { ELEMENTWISE } from './elementwise.ts';

/** What of a series must be equal on both sides. */
export const signature = (labels: LabelSet, { on, labels: given }: Matching): LabelSet =>
  on ? labels.only(given) : labels.unnamed().without(given);

/** Columns by what of them is matched. */
export function bySignature(columns: readonly Column[], matching: Matching): Map<string, Column[]> {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const { key } = signature(column.labels, matching);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [column]);
    else group.push(column);
  }
  return groups;
}

/** Arithmetic and comparison of two vectors, one-to-one or one-to-many. @throws DomainError `promql-execution` when a match is ambiguous */
export function matchSeries(binary: Binary, left: readonly Column[], right: readonly Column[]): Column[] {
  const { matching, operator, bool } = binary;
  const swapped = matching.cardinality === 'one-to-many';
  const [many, one] = swapped ? [right, left] : [left, right];
  const ones = bySignature(one, matching);
  const compute = ELEMENTWISE[operator]!;
  const out: Column[] = [];
  for (const [key, members] of bySignature(many, matching)) {
    const partners = ones.get(key);
    if (partners !== undefined) out.push(...matchGroup(binary, members, partners, swapped, (a, b) => valueOf(compute(a, b), bool)));
  }
  refuseAmbiguity(ones, many, matching, swapped);
  return out;
}

const valueOf = (value: number | undefined, bool: boolean): number | undefined => (bool ? Number(value !== undefined) : value);

function matchGroup(
  binary: Binary,
  members: readonly Column[],
  partners: readonly Column[],
  swapped: boolean,
  compute: (left: number, right: number) => number | undefined,
): Column[] {
  const found: Column[] = [];
  for (const member of members) {
    for (const partner of partners) {
      const column = emptyColumn(resultLabels(binary, member.labels, partner.labels), member.values.length);
      for (let i = 0; i < column.values.length; i++) {
        if (member.present[i] === 0 || partner.present[i] === 0) continue;
        const [a, b] = swapped ? [partner.values[i]!, member.values[i]!] : [member.values[i]!, partner.values[i]!];
        const value = compute(a, b);
        if (value === undefined) continue;
        column.values[i] = value;
        column.present[i] = 1;
      }
      if (hasValues(column)) found.push(column);
    }
  }
  refuseDoubles(binary.matching, found);
  return found;
}

/** Each series of the many side, and each result, may come out once at a time. */
function refuseDoubles({ cardinality }: Matching, found: readonly Column[]): void {
  if (found.length < 2) return;
  const groups = new Map<string, Column[]>();
  for (const column of found) {
    const key = cardinality === 'one-to-one' ? '' : column.labels.key;
    groups.set(key, [...(groups.get(key) ?? []), column]);
  }
  for (const group of groups.values()) {
    if (!overlap(group)) continue;
    throw executionError(
      cardinality === 'one-to-one'
        ? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
        : 'multiple matches for labels: grouping labels must ensure unique matches',
    );
  }
}

/** The one side must be one, at every step at which the other side has anything at all. */
function refuseAmbiguity(
  ones: ReadonlyMap<string, readonly Column[]>,
  many: readonly Column[],
  matching: Matching,
  swapped: boolean,
): void {
  if (![...ones.values()].some((group) => group.length > 1)) return;
  const busy = new Uint8Array(many[0]?.values.length ?? 0);
  for (const { present } of many) present.forEach((p, i) => (busy[i]! |= p));
  for (const group of ones.values()) {
    if (group.length < 2 || !overlap(group, busy)) continue;
    const [first, second] = group as [Column, Column];
    throw executionError(
      `found duplicate series for the match group ${signature(first.labels, matching).toString()} on the ${swapped ? 'left' : 'right'} ` +
        `hand-side of the operation: [${second.labels.toString()}, ${first.labels.toString()}];many-to-many matching not allowed: ` +
        'matching labels must be unique on one side',
    );
  }
}

function overlap(columns: readonly Column[], where?: Uint8Array): boolean {
  const seen = new Uint8Array(columns[0]!.values.length);
  for (const { present } of columns) {
    for (let i = 0; i < present.length; i++) {
      if (present[i] === 0 || where?.[i] === 0) continue;
      if (seen[i] === 1) return true;
      seen[i] = 1;
    }
  }
  return false;
}

function resultLabels({ operator, bool, matching }: Binary, many: LabelSet, one: LabelSet): LabelSet {
  let labels = ARITHMETIC.has(operator) || bool ? many.unnamed() : many;
  if (matching.cardinality === 'one-to-one') labels = matching.on ? labels.only(matching.labels) : labels.without(matching.labels);
  for (const label of matching.include) labels = labels.with(label, one.get(label));
  return labels;
}

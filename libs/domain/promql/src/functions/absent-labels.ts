import { NAME_LABEL } from '@cloudops/domain-series';
import { type Column, emptyColumn, type Grid } from '../column.ts';
import { LabelSet } from '../label-set.ts';
import type { Expression } from '../syntax/expression.ts';

/** Labels that a missing series would surely have: those the selector asks for by equality, once. */
export function absentLabels(expression: Expression): LabelSet {
  const selector = expression.kind === 'range' ? expression.selector : expression;
  if (selector.kind !== 'selector') return LabelSet.EMPTY;
  let labels = LabelSet.EMPTY;
  const seen = new Set<string>();
  for (const { label, op, value } of selector.matchers) {
    if (label === NAME_LABEL) continue;
    const known = op === '=' && !seen.has(label);
    if (known) seen.add(label);
    labels = labels.with(label, known ? value : '');
  }
  return labels;
}

/** 1 at every step at which none of the columns has a value. */
export function absentColumn(columns: readonly Column[], labels: LabelSet, grid: Grid): Column {
  const out = emptyColumn(labels, grid.count);
  for (let i = 0; i < grid.count; i++) {
    if (columns.some((column) => column.present[i] === 1)) continue;
    out.values[i] = 1;
    out.present[i] = 1;
  }
  return out;
}

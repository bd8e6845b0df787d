import { type Column, mapColumn } from '../column.ts';
import type { Matching } from '../syntax/expression.ts';
import { bySignature, signature } from './match-series.ts';

/** `and`, `unless` and `or`: by labels alone, step by step; the values are those of the series that stay. */
export function combineSets(operator: string, matching: Matching, left: readonly Column[], right: readonly Column[]): Column[] {
  if (operator === 'or') return [...left, ...filter(right, left, matching, false)];
  return filter(left, right, matching, operator === 'and');
}

/** Values for which the other side does (or does not) have a series that matches at that step. */
function filter(columns: readonly Column[], others: readonly Column[], matching: Matching, wanted: boolean): Column[] {
  const known = bySignature(others, matching);
  return columns.map((column) => {
    const matches = known.get(signature(column.labels, matching).key) ?? [];
    return mapColumn(column, (value, i) => (matches.some(({ present }) => present[i] === 1) === wanted ? value : undefined));
  });
}

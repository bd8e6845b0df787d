import { executionError } from './query-error.ts';
import type { LabelSet } from './label-set.ts';

/** Times of evaluation: `start + i * step` for i < count, ms. */
export interface Grid {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

export const timeAt = (grid: Grid, i: number): number => grid.start + i * grid.step;

/** One series of an instant vector at every time of the grid; `present[i]` says whether it has a value there. */
export interface Column {
  readonly labels: LabelSet;
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

export interface ScalarValue {
  readonly type: 'scalar';
  readonly values: Float64Array;
}
export interface VectorValue {
  readonly type: 'vector';
  readonly columns: readonly Column[];
}
export interface StringValue {
  readonly type: 'string';
  readonly text: string;
}
export type Value = ScalarValue | VectorValue | StringValue;

export const emptyColumn = (labels: LabelSet, count: number): Column => ({
  labels,
  values: new Float64Array(count),
  present: new Uint8Array(count),
});

/** Puts values in place: `undefined` from `f` leaves a gap. */
export function mapColumn({ labels, values, present }: Column, f: (value: number, i: number) => number | undefined, to = labels): Column {
  const out = emptyColumn(to, values.length);
  for (let i = 0; i < values.length; i++) {
    if (present[i] === 0) continue;
    const value = f(values[i]!, i);
    if (value === undefined) continue;
    out.values[i] = value;
    out.present[i] = 1;
  }
  return out;
}

export const hasValues = ({ present }: Column): boolean => present.includes(1);

/**
 * One column for each set of labels. Columns whose labels became equal may share a series as long as they never have a value at the
 * same time, as in Prometheus.
 * @throws DomainError `invalid` (`promql-execution`)
 */
export function unite(columns: readonly Column[]): Column[] {
  const found = new Map<string, Column>();
  for (const column of columns) {
    const first = found.get(column.labels.key);
    found.set(column.labels.key, first === undefined ? column : merged(first, column));
  }
  return [...found.values()];
}

function merged(first: Column, second: Column): Column {
  const out: Column = { labels: first.labels, values: first.values.slice(), present: first.present.slice() };
  for (let i = 0; i < out.values.length; i++) {
    if (second.present[i] === 0) continue;
    if (out.present[i] === 1) throw executionError('vector cannot contain metrics with the same labelset');
    out.values[i] = second.values[i]!;
    out.present[i] = 1;
  }
  return out;
}

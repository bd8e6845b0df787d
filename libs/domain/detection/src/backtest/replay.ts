import type { Table } from './read-table.ts';
import { RowScorer } from './row-scorer.ts';

/** Score of every row, each known before the next one is read; above 1 is anomalous. @param history rows that came before, of the same columns. */
export function replay(table: Table, history?: Table): Float64Array {
  const scorer = new RowScorer(table.values[0]?.length ?? 1);
  if (history?.values[0]?.length === scorer.columns) history.times.forEach((time, i) => scorer.learn(time, history.values[i]!));
  return Float64Array.from(table.times, (time, i) => scorer.next(time, table.values[i]));
}

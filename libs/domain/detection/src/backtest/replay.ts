import { observe } from '../detector.ts';
import { DetectorState } from '../detector-state.ts';
import { EntityState } from '../entity/entity-state.ts';
import { observeEntity } from '../entity/observe-entity.ts';
import { GENERIC } from '../signal-profile.ts';
import type { Table } from './read-table.ts';

/** Score of every row, each known before the next one is read; above 1 is anomalous. @param history rows that came before. */
export function replay(table: Table, history?: Table): Float64Array {
  const columns = table.values[0]?.length ?? 1;
  const scorer = columns === 1 ? ofSeries() : ofEntity(columns);
  const shift = history && history.values[0]?.length === columns ? train(scorer, history, table) : 0;
  return Float64Array.from(table.times, (time, i) => scorer(time + shift, table.values[i]!));
}

type Scorer = (time: number, values: Float64Array) => number;

function ofSeries(): Scorer {
  const state = new DetectorState();
  return (time, [value]) => observe(state, time, value!, GENERIC).rarity;
}

function ofEntity(columns: number): Scorer {
  const state = new EntityState(columns);
  return (time, values) => observeEntity(state, time, values).score;
}

/** @returns ms by which the rows that follow must be moved: row numbers begin anew in each file, and time goes on. */
function train(scorer: Scorer, history: Table, next: Table): number {
  history.times.forEach((time, i) => scorer(time, history.values[i]!));
  const [first, end] = [next.times[0] ?? 0, history.times.at(-1) ?? 0];
  if (first > end) return 0;
  const step = history.times.length > 1 ? history.times[1]! - history.times[0]! : 1;
  return end + Math.max(1, step) - first;
}

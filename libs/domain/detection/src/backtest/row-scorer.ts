import { observe } from '../detector.ts';
import { DetectorState } from '../detector-state.ts';
import { EntityState } from '../entity/entity-state.ts';
import { observeEntity } from '../entity/observe-entity.ts';
import { GENERIC } from '../signal-profile.ts';

const EMPTY = new Float64Array(0);

/** Scores the rows of one table, one after the other, by the detectors of production: one column is a series, several are an entity. */
export class RowScorer {
  private readonly score: (time: number, values: Float64Array) => number;
  private first = NaN;
  private last = NaN;
  private step = NaN;
  /** ms by which rows are moved, once the first one after the history is seen. */
  private shift = NaN;

  constructor(readonly columns: number) {
    this.score = columns === 0 ? () => 0 : columns === 1 ? ofSeries() : ofEntity(columns);
  }

  /** A row of what came before the table. @param time ms. */
  learn(time: number, values: Float64Array): void {
    this.score(time, values);
    if (Number.isNaN(this.first)) this.first = time;
    else if (Number.isNaN(this.step)) this.step = time - this.first;
    this.last = time;
  }

  /** Score of the next row, known before any later one is read; above 1 is anomalous. @param time ms. */
  next(time: number, values: Float64Array = EMPTY): number {
    if (Number.isNaN(this.shift)) this.shift = this.shiftOf(time);
    return this.score(time + this.shift, values);
  }

  /** Row numbers begin anew in each file, and time goes on. */
  private shiftOf(time: number): number {
    if (Number.isNaN(this.last) || time > this.last) return 0;
    return this.last + Math.max(1, Number.isNaN(this.step) ? 1 : this.step) - time;
  }
}

function ofSeries(): (time: number, values: Float64Array) => number {
  const state = new DetectorState();
  return (time, [value]) => observe(state, time, value!, GENERIC).rarity;
}

function ofEntity(columns: number): (time: number, values: Float64Array) => number {
  const state = new EntityState(columns);
  return (time, values) => observeEntity(state, time, values).score;
}

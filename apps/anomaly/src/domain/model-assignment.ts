import type { AutoencoderWeights, SignalColumn } from '@cloudops/domain-detection';

/**
 * From when on an entity is scored by what: decided once, effective from a time of samples, so that a replay of the same samples changes over
 * at the same row.
 */
export interface ModelAssignment {
  /** Grows with every assignment of an entity. */
  readonly position: number;
  readonly entity: string;
  /** Rows with later times than this, ms, are scored by it. */
  readonly since: number;
  /** Version whose network tells the relations of the signals; 0 is the linear baseline. */
  readonly version: number;
  readonly weights?: AutoencoderWeights | undefined;
  /** Signals that the network, and the state, are about. */
  readonly columns: readonly SignalColumn[];
  /** What history taught, to go on with in place of what was learnt online. */
  readonly state?: Uint8Array | undefined;
}

/** The one that is effective for a row of that time. @param assignments of one entity, by position. */
export const assignmentAt = (assignments: readonly ModelAssignment[], time: number): ModelAssignment | undefined =>
  assignments.findLast(({ since }) => time > since);

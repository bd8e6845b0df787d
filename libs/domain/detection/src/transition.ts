import type { Anomaly, Band, ScorePart, Severity } from '@cloudops/contracts';

/** A change in the life of one anomaly, at the time of the point that caused it. */
export interface Transition {
  readonly type: 'detected' | 'grew' | 'cleared';
  /** To which side it left its band; `unusual`: it took a course that this view rarely or never took before, inside or outside of its band. */
  readonly kind: Anomaly['kind'];
  /** Time of the first point of the excursion, ms. */
  readonly onset: number;
  readonly at: number;
  readonly value: number;
  /** Frozen at onset. */
  readonly band: Band;
  readonly score: number;
  readonly severity: Severity;
  /** Whether it has lasted long enough to be more than a hiccup. */
  readonly sustained: boolean;
  /** Why it changed: `left-band`, `unlike-before`, `worse`, `lasting`, `returned`, `new-normal` or `stale`. */
  readonly cause: 'left-band' | 'unlike-before' | 'worse' | 'lasting' | 'returned' | 'new-normal' | 'stale';
  /** What carried the score, where it has more than one part; when it was detected. */
  readonly parts?: readonly ScorePart[];
}

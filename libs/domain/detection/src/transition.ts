import type { Band, Severity } from '@cloudops/contracts';

/** A change in the life of one anomaly, at the time of the point that caused it. */
export interface Transition {
  readonly type: 'detected' | 'grew' | 'cleared';
  readonly kind: 'above' | 'below';
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
  /** Why it changed: `left-band`, `worse`, `lasting`, `returned`, `new-normal` or `stale`. */
  readonly cause: 'left-band' | 'worse' | 'lasting' | 'returned' | 'new-normal' | 'stale';
}

/** One metric of one entity around the time of a symptom, beside what it is in normal times. */
export interface EntityWindow {
  readonly entity: string;
  readonly metric: string;
  /** The direction that does harm: latency up, availability down. */
  readonly worse: 'up' | 'down';
  /** One an interval; NaN where nothing was measured. */
  readonly values: readonly number[];
  /** Requests that each of the values stands for, at least 0; 1 for a metric that is a count itself. */
  readonly weights: readonly number[];
  /** Values of normal times, in any order, NaN where there was none. */
  readonly normal: readonly number[];
}

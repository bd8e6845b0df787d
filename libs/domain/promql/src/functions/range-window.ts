/** The samples that a range function sees at one step: `[from, to)` of the columns. Reused from step to step. */
export interface RangeWindow {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
  /** Bounds of the range itself, ms; both belong to it. */
  readonly rangeStart: number;
  readonly rangeEnd: number;
  /** Time of evaluation, ms: differs from `rangeEnd` by `offset` and `@`. */
  readonly now: number;
}

/** Value at one step, or undefined for none; the window is never empty. `parameter` is the scalar argument, where there is one. */
export type RangeFunction = (window: RangeWindow, parameter: number) => number | undefined;

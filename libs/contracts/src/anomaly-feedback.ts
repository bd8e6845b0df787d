import { z } from 'zod';
import { Instant } from './time.ts';
import { WeeklyWindow } from './weekly-window.ts';

/**
 * `right`: it was worth telling. `not-an-anomaly`: what was seen is tolerated from now on. `expected`: it is tolerated in the hours of a week
 * in which it is expected.
 */
export const FeedbackVerdict = z.enum(['right', 'not-an-anomaly', 'expected']);
export type FeedbackVerdict = z.infer<typeof FeedbackVerdict>;

/** How far a view may go without being told: beyond what is expected, in its own unit, and how rare its course may be (a score). 0: as far as ever. */
export const Tolerance = z.object({ above: z.number().nonnegative(), below: z.number().nonnegative(), unusual: z.number().nonnegative() });
export type Tolerance = z.infer<typeof Tolerance>;

export const NewFeedback = z.object({
  verdict: FeedbackVerdict,
  /** When it is expected; only with `expected`, and needed there. */
  window: WeeklyWindow.nullable().default(null),
  note: z.string().trim().max(1_000).default(''),
});
export type NewFeedback = z.infer<typeof NewFeedback>;

/** What a person said of an anomaly, and what that changed. The latest about an anomaly counts. */
export const AnomalyFeedback = NewFeedback.extend({
  id: z.string(),
  anomalyId: z.string(),
  /** The view whose scoring it changes. */
  viewKey: z.string(),
  entity: z.string(),
  metric: z.string(),
  tolerance: Tolerance,
  by: z.string(),
  at: Instant,
  /** Samples after this are scored with it: the same ones in a replay. */
  effectiveAt: Instant,
});
export type AnomalyFeedback = z.infer<typeof AnomalyFeedback>;

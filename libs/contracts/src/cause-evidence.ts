import { z } from 'zod';
import { Instant } from './time.ts';

/** Why something is suspected, so that it can be shown and checked. Entities are named as their measurements name them. */
export const CauseEvidence = z.discriminatedUnion('type', [
  /** A metric left its band. */
  z.object({
    type: z.literal('left-band'),
    metric: z.string(),
    since: Instant,
    /** After the first of all suspects, ms. */
    lateMs: z.number().nonnegative(),
    /** How many times as far from its middle as is normal. */
    timesNormal: z.number().nonnegative(),
  }),
  /** An alert or a condition spoke of it. */
  z.object({
    type: z.literal('alert-fired'),
    name: z.string(),
    since: Instant,
    /** After the first of all suspects, ms. */
    lateMs: z.number().nonnegative(),
  }),
  /** Requests waited or failed more than they usually do. */
  z.object({
    type: z.literal('lost'),
    metric: z.string(),
    /** Where it was first outside of what is usual. */
    since: Instant,
    /** Beyond what is usual, an interval: unit of the metric times requests. */
    amount: z.number().nonnegative(),
    /** What nine of ten normal intervals do not exceed; unit of the metric. */
    usual: z.number(),
    worst: z.number(),
    /** Share of normal intervals that are as bad as the worst one, from above 0 to 1. */
    rarity: z.number().positive().max(1),
  }),
  /** What a caller lost is explained by this callee. */
  z.object({
    type: z.literal('called-by'),
    caller: z.string(),
    callee: z.string(),
    /** Of the blame, that came this way, 0 to 1. */
    share: z.number().min(0).max(1),
  }),
  /** Somebody changed it shortly before. */
  z.object({ type: z.literal('changed'), what: z.string(), at: Instant, beforeMs: z.number().nonnegative() }),
]);
export type CauseEvidence = z.infer<typeof CauseEvidence>;

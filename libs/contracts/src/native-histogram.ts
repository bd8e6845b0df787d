import { z } from 'zod';
import { EpochMs } from './time.ts';

/** Buckets of one side: spans of consecutive buckets (offset from the end of the span before), and the count of each bucket. */
export const HistogramBuckets = z.object({
  spans: z.array(z.object({ offset: z.number().int(), length: z.number().int().nonnegative() })),
  counts: z.array(z.number()),
});
export type HistogramBuckets = z.infer<typeof HistogramBuckets>;

/** A Prometheus native histogram with absolute bucket counts; schema -53 has `customValues` as bounds. */
export const NativeHistogram = z.object({
  time: EpochMs,
  count: z.number(),
  /** `null` is NaN or infinite; a histogram whose sum is `null` and that has no buckets ends its series. */
  sum: z.number().nullable(),
  schema: z.number().int(),
  zeroThreshold: z.number(),
  zeroCount: z.number(),
  positive: HistogramBuckets,
  negative: HistogramBuckets,
  customValues: z.array(z.number()),
  resetHint: z.enum(['unknown', 'yes', 'no', 'gauge']),
});
export type NativeHistogram = z.infer<typeof NativeHistogram>;

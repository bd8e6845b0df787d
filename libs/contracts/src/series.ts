import { z } from 'zod';
import { EntityRef } from './entity-ref.ts';
import { EpochMs } from './time.ts';

/** Series id: 64-bit hash of the sorted labels, as 16 lower-case hex digits (JSON has no 64-bit integers). */
export const SeriesId = z.string().regex(/^[0-9a-f]{16}$/, '16 hex digits');

export const MetricType = z.enum(['counter', 'gauge', 'histogram', 'summary', 'unknown']);
export type MetricType = z.infer<typeof MetricType>;

/** Who delivered a series, after authentication: `scrape:<job>`, `remote-write:<key id>`, `host`, or `backfill` until someone delivers it live. */
export const Source = z.string().regex(/^(host|backfill|scrape:[A-Za-z0-9._-]{1,100}|remote-write:[A-Za-z0-9._-]{1,100})$/);

export const Labels = z.record(z.string(), z.string());
export type Labels = z.infer<typeof Labels>;

export const SeriesDescriptor = z.object({
  id: SeriesId,
  /** The `__name__` label. */
  name: z.string(),
  /** All labels except `__name__`. */
  labels: Labels,
  type: MetricType,
  entity: EntityRef,
  source: Source,
});
export type SeriesDescriptor = z.infer<typeof SeriesDescriptor>;

export const Matcher = z.object({
  label: z.string().min(1).max(128),
  op: z.enum(['=', '!=', '=~', '!~']),
  value: z.string().max(1024),
});
export type Matcher = z.infer<typeof Matcher>;

/**
 * How samples become the number that people and detectors look at:
 * `value` (gauges), `rate` (per-second increase of a counter) or
 * `ratio` (increase of one counter per increase of another, e.g. mean latency = _sum / _count).
 */
export const SeriesView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), series: SeriesId }),
  z.object({ kind: z.literal('rate'), series: SeriesId }),
  z.object({ kind: z.literal('ratio'), numerator: SeriesId, denominator: SeriesId }),
]);
export type SeriesView = z.infer<typeof SeriesView>;

/** `[time in ms, value]`; `null` stands for NaN and infinities, which JSON cannot carry. */
export const Point = z.tuple([EpochMs, z.number().nullable()]);
export type Point = z.infer<typeof Point>;

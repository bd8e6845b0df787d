import { z } from 'zod';
import { Severity } from './anomaly.ts';
import { EntityRef } from './entity-ref.ts';
import { SeriesDescriptor, SeriesView } from './series.ts';
import { Instant } from './time.ts';

/** When something bounded will be used up. It informs: no incident is opened for it. */
export const Forecast = z.object({
  /** Of the view: stable as long as the same thing is forecast. */
  id: z.string(),
  entity: EntityRef,
  series: SeriesDescriptor,
  view: SeriesView,
  /** What runs out, and where: `disk space of /data`. */
  what: z.string(),
  /** What is left, in the unit of the view; of a certificate, seconds. */
  left: z.number(),
  /** Change of what is left in an hour, below 0. */
  perHour: z.number(),
  /** When it is expected to be used up. */
  at: Instant,
  /** In eight of ten cases between these two; null: perhaps never, or not within what is looked at. */
  earliest: Instant,
  latest: Instant.nullable(),
  /** Where the interval is from: errors of the same forecast in the series' own past; for want of a past the unsteadiness of the trend; or it is a date that is known. */
  interval: z.enum(['past-errors', 'window', 'date']),
  /** By how soon it is. */
  severity: Severity,
  /** One sentence for a person. */
  reason: z.string(),
  /** PromQL of the level. */
  query: z.string(),
  madeAt: Instant,
});
export type Forecast = z.infer<typeof Forecast>;

import { z } from 'zod';
import { FeedbackVerdict } from './anomaly-feedback.ts';
import { EntityRef } from './entity-ref.ts';
import { SeriesDescriptor, SeriesView } from './series.ts';
import { Instant } from './time.ts';
import { WeeklyWindow } from './weekly-window.ts';

/** Expected value and its limits, under the names that Grafana users know. Same unit as the view. */
export const Band = z.object({ yhat: z.number(), yhat_lower: z.number(), yhat_upper: z.number() });
export type Band = z.infer<typeof Band>;

/** The four golden signals of the SRE book; everything else is `other`. */
export const GoldenSignal = z.enum(['latency', 'traffic', 'errors', 'saturation', 'other']);
export type GoldenSignal = z.infer<typeof GoldenSignal>;

export const Severity = z.enum(['low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof Severity>;
/** 0 for the least. */
export const severityRank = (severity: Severity): number => Severity.options.indexOf(severity);

/** What carried a score: a scale of the series' own past, or a signal of the entity; shares add up to 1. */
export const ScorePart = z.object({ what: z.string(), share: z.number().min(0).max(1) });
export type ScorePart = z.infer<typeof ScorePart>;

export const Anomaly = z.object({
  /** hash(view, onset, kind): a replay repeats ids, not events. */
  id: z.string(),
  /**
   * To which side the view left its band; `unusual`: its course was unlike what it did before, inside or outside of the band;
   * `together`: the signals of its entity are, taken together, unlike their past, and this view carries most of that.
   */
  kind: z.enum(['above', 'below', 'unusual', 'together']),
  /** The series that names the signal; for a ratio view, its numerator. */
  series: SeriesDescriptor,
  view: SeriesView,
  entity: EntityRef,
  signal: GoldenSignal,
  /** Time of the first sample of this excursion. */
  onsetAt: Instant,
  detectedAt: Instant,
  clearedAt: Instant.nullable(),
  /** Value of the view when it was detected. */
  value: z.number(),
  /** The band frozen at onset: what verification holds the metric to. */
  band: Band,
  /** Above 1 is anomalous. */
  anomaly_score: z.number().nonnegative(),
  severity: Severity,
  /** One sentence for a person: what was expected, what came, since when. */
  reason: z.string(),
  /** Why it is no more and no less severe. Anomalies of before have none. */
  severityReason: z.string().default(''),
  /** Largest share first; of the moment when it was detected. */
  carriedBy: z.array(ScorePart).default([]),
  /** Set while a silence keeps it out of incidents. */
  silence: z.object({ id: z.string(), reason: z.string() }).optional(),
  /** What a person said of it last. */
  feedback: z.object({ verdict: FeedbackVerdict, by: z.string(), at: Instant, window: WeeklyWindow.nullable() }).optional(),
});
export type Anomaly = z.infer<typeof Anomaly>;

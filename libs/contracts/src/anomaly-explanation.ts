import { z } from 'zod';
import { Anomaly } from './anomaly.ts';
import { EpochMs, Instant } from './time.ts';

/** How rare it is by all that is known of the same view. */
export const HowRare = z.object({
  /** Time that samples of before cover; 0 when nothing of before is known. */
  knownSeconds: z.number().nonnegative(),
  /** How often before it was as far out, or as unusual. */
  times: z.number().int().nonnegative(),
  /** Once in so many seconds; null where too little is known to say. */
  onceInSeconds: z.number().positive().nullable(),
  /** The same in words. */
  text: z.string(),
});
export type HowRare = z.infer<typeof HowRare>;

/** Whether samples still come, and still say something. */
export const SampleFlow = z.object({
  state: z.enum(['arriving', 'silent', 'stuck']),
  /** Of a silence: its last sample. Of a stuck series: the first sample with the same value. */
  since: Instant.nullable(),
  text: z.string(),
});
export type SampleFlow = z.infer<typeof SampleFlow>;

/** An earlier anomaly of the same view, or of the same metric of the same entity. */
export const SimilarAnomaly = z.object({
  id: z.string(),
  onsetAt: Instant,
  clearedAt: Instant.nullable(),
  /** In what it is alike. */
  text: z.string(),
  /** The incident that it was part of. */
  incidentId: z.string().nullable(),
});
export type SimilarAnomaly = z.infer<typeof SimilarAnomaly>;

/** Where to look for oneself. */
export const AnomalyLinks = z.object({
  /** PromQL of the same number. */
  query: z.string(),
  from: EpochMs,
  to: EpochMs,
  /** Path of the console. */
  console: z.string(),
  /** Grafana Explore with query and range; null where no GRAFANA_URL is set. */
  grafana: z.string().nullable(),
});
export type AnomalyLinks = z.infer<typeof AnomalyLinks>;

/** An anomaly beside what came before it. */
export const AnomalyExplanation = z.object({
  anomaly: Anomaly,
  rarity: HowRare,
  samples: SampleFlow,
  /** Nearest first. */
  similar: z.array(SimilarAnomaly),
  links: AnomalyLinks,
});
export type AnomalyExplanation = z.infer<typeof AnomalyExplanation>;

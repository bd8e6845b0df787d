import { z } from 'zod';
import { Anomaly, Severity } from './anomaly.ts';
import { CauseEvidence } from './cause-evidence.ts';
import { EntityRef } from './entity-ref.ts';
import { Instant } from './time.ts';

/** A ranked suspect: rank 1 is the likeliest root cause. */
export const Cause = z.object({
  rank: z.number().int().positive(),
  entity: EntityRef,
  metric: z.string(),
  anomalyId: z.string(),
  score: z.number().nonnegative(),
  reason: z.string(),
  /** What the reason says, for programs. Incidents of before have none. */
  evidence: z.array(CauseEvidence).default([]),
});
export type Cause = z.infer<typeof Cause>;

export const Incident = z.object({
  id: z.string(),
  state: z.enum(['open', 'resolved']),
  /** Grows by one with every change; guards stale decisions. */
  version: z.number().int().positive(),
  entity: EntityRef,
  title: z.string(),
  severity: Severity,
  /** Why this is an incident and not merely an anomaly: a golden signal or corroboration. */
  reason: z.string(),
  /** Onset of the earliest anomaly. */
  onsetAt: Instant,
  openedAt: Instant,
  updatedAt: Instant,
  resolvedAt: Instant.nullable(),
  anomalies: z.array(Anomaly),
  causes: z.array(Cause),
});
export type Incident = z.infer<typeof Incident>;

export const TimelineEntry = z.object({
  id: z.string(),
  at: Instant,
  /** Subject of the event that made the entry, e.g. `remediation.verified.v1`. */
  type: z.string(),
  text: z.string(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

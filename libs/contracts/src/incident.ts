import { z } from 'zod';
import { IncidentAlert } from './alert.ts';
import { Anomaly, Severity } from './anomaly.ts';
import { CauseEvidence } from './cause-evidence.ts';
import { EntityRef } from './entity-ref.ts';
import { Instant } from './time.ts';

/** A ranked suspect: rank 1 is the likeliest root cause. */
export const Cause = z.object({
  rank: z.number().int().positive(),
  entity: EntityRef,
  /** Its name, or that of the alert or condition. */
  metric: z.string(),
  /** Of the anomaly, or of the alert or condition that is suspected. */
  anomalyId: z.string(),
  score: z.number().nonnegative(),
  reason: z.string(),
  /** What the reason says, for programs. Incidents of before have none. */
  evidence: z.array(CauseEvidence).default([]),
});
export type Cause = z.infer<typeof Cause>;

/** An open incident of an entity that this one's depends on, or that depends on it, and that began within minutes. */
export const RelatedIncident = z.object({
  id: z.string(),
  entity: EntityRef,
  title: z.string(),
  /** Of the other entity to this one. */
  relation: z.enum(['dependency', 'dependent']),
});
export type RelatedIncident = z.infer<typeof RelatedIncident>;

export const Incident = z.object({
  id: z.string(),
  /** What opened it. */
  kind: z.enum(['anomaly', 'alert', 'condition']).default('anomaly'),
  state: z.enum(['open', 'resolved']),
  /** Grows by one with every change; guards stale decisions. */
  version: z.number().int().positive(),
  entity: EntityRef,
  title: z.string(),
  severity: Severity,
  /** Why this is an incident and not merely an anomaly: a golden signal, corroboration, an alert, a condition. */
  reason: z.string(),
  /** Onset of the earliest anomaly, start of the earliest alert. */
  onsetAt: Instant,
  openedAt: Instant,
  updatedAt: Instant,
  resolvedAt: Instant.nullable(),
  anomalies: z.array(Anomaly),
  alerts: z.array(IncidentAlert).default([]),
  related: z.array(RelatedIncident).default([]),
  causes: z.array(Cause),
  /** Who said first that they know of it. */
  acknowledged: z.object({ by: z.string(), at: Instant }).nullable().default(null),
  /** Who has it in hand, in the words of whoever assigned it: a name, a team. */
  assignee: z.string().nullable().default(null),
  /** Nobody wants to hear of it until then, unless it gets worse. */
  snoozedUntil: Instant.nullable().default(null),
  /** The incident that took over its anomalies, where people merged it. */
  mergedInto: z.string().nullable().default(null),
  /** The incident that it was part of, where people split it off. */
  splitFrom: z.string().nullable().default(null),
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

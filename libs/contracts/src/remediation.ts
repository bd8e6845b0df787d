import { z } from 'zod';
import { Action } from './action.ts';
import { Band, Severity } from './anomaly.ts';
import { Actor, Approval } from './approval.ts';
import { DryRun } from './dry-run.ts';
import { EntityRef } from './entity-ref.ts';
import { SeriesView } from './series.ts';
import { Instant } from './time.ts';

/** The `when:` of a runbook: PromQL whose result is trouble, and of what kind of entity. */
export const RunbookCondition = z.object({
  promql: z.string().min(1).max(4_000),
  /** So long every evaluation must have had the entity in its result before it counts. */
  forSeconds: z.number().int().nonnegative(),
  severity: Severity.exclude(['low']),
  entityKind: EntityRef.shape.kind,
});
export type RunbookCondition = z.infer<typeof RunbookCondition>;

export const RemediationState = z.enum([
  /** Waits for the executor's dry run. */
  'proposed',
  /** The dry run is known; waits for approval. */
  'checked',
  'refused',
  /** Shown with its exact call, for people to do by hand. */
  'suggested',
  /** Nothing is done; whether the metric comes back alone is watched, and then known. */
  'shadowing',
  'shadowed',
  'approved',
  'expired',
  'leased',
  'intent-committed',
  'acting',
  'verifying',
  'verified',
  /** It did not help and is being undone. */
  'rolling-back',
  'rolled-back',
  'failed',
  'unknown',
]);
export type RemediationState = z.infer<typeof RemediationState>;

/** From no to yes: `shadow` only measures, `suggest` shows the exact call, `approve` asks a person, `auto` acts at once. */
export const PolicyMode = z.enum(['refuse', 'shadow', 'suggest', 'approve', 'auto']);
export type PolicyMode = z.infer<typeof PolicyMode>;

export const PolicyDecision = z.object({
  mode: PolicyMode,
  /** Id of the policy rule that decided. */
  rule: z.string(),
  reason: z.string(),
});
export type PolicyDecision = z.infer<typeof PolicyDecision>;

/** One signal that must return into its frozen band and stay there. */
export const VerificationCheck = z.object({
  anomalyId: z.string(),
  metric: z.string(),
  view: SeriesView,
  side: z.enum(['above', 'below']),
  band: Band,
  /** Samples after the action seen so far, and how many of the latest in a row were inside. */
  seen: z.number().int().nonnegative(),
  inside: z.number().int().nonnegative(),
});
export type VerificationCheck = z.infer<typeof VerificationCheck>;

export const Remediation = z.object({
  id: z.string(),
  incidentId: z.string(),
  runbook: z.object({ id: z.string(), version: z.string() }),
  action: Action,
  /** SHA-256 of the canonical action, target entity and state version: what an approval is bound to. */
  actionHash: z.string(),
  /** Which of the runbook's steps this is: the next is proposed only when the one before did not help. */
  step: z.object({ index: z.number().int().nonnegative(), of: z.number().int().positive() }).default({ index: 0, of: 1 }),
  /** One line on what would be done, for lists; the exact calls are in `dryRun`. */
  plan: z.string(),
  dryRun: DryRun.nullable().default(null),
  /** What else it may touch: the group, its share, what depends on it. */
  blastRadius: z.string().default(''),
  /** The root cause that it is for; one cause has one action, however many incidents name it. */
  cause: EntityRef.nullable().default(null),
  proposedBy: Actor.default({ id: 'system', role: 'system' }),
  target: EntityRef,
  state: RemediationState,
  version: z.number().int().positive(),
  escalated: z.boolean(),
  /** Why it is in this state. */
  reason: z.string(),
  policy: PolicyDecision,
  /** Who gave the last approval that was needed. */
  approvedBy: Actor.nullable(),
  /** Signed approvals of different people, and how many are needed. */
  approvals: z.array(Approval).default([]),
  approvalsNeeded: z.number().int().min(1).max(5).default(1),
  fencingToken: z.number().int().nullable(),
  proposedAt: Instant,
  expiresAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  verifiedAt: Instant.nullable(),
  /** When it was known that a verified one held for half an hour, or how a shadow ended. */
  settledAt: Instant.nullable().default(null),
  /** Of a shadow: whether the metric came back without an action. */
  recoveredAlone: z.boolean().nullable().default(null),
  checks: z.array(VerificationCheck),
  history: z.array(z.object({ state: RemediationState, at: Instant, reason: z.string() })),
});
export type Remediation = z.infer<typeof Remediation>;

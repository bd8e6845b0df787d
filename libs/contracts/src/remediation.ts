import { z } from 'zod';
import { Band, Severity } from './anomaly.ts';
import { EntityRef } from './entity-ref.ts';
import { SeriesView } from './series.ts';
import { Instant } from './time.ts';

/** Closed set of actions; targets are inventory ids, never telemetry text. */
export const Action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('restart-workload'), target: z.string().min(1).max(100) }).strict(),
]);
export type Action = z.infer<typeof Action>;

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
  'proposed',
  'refused',
  'dry-run',
  'approved',
  'expired',
  'leased',
  'intent-committed',
  'acting',
  'verifying',
  'verified',
  'rolled-back',
  'failed',
  'unknown',
]);
export type RemediationState = z.infer<typeof RemediationState>;

/** Who asked or decided: an API key id, `policy` or `system`. */
export const Actor = z.object({ id: z.string().min(1).max(100), role: z.enum(['viewer', 'operator', 'approver', 'admin', 'system']) });
export type Actor = z.infer<typeof Actor>;

export const PolicyDecision = z.object({
  mode: z.enum(['refuse', 'dry-run', 'approve', 'auto']),
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
  /** What exactly would be called, for a person to read before approving. */
  plan: z.string(),
  target: EntityRef,
  state: RemediationState,
  version: z.number().int().positive(),
  escalated: z.boolean(),
  /** Why it is in this state. */
  reason: z.string(),
  policy: PolicyDecision,
  approvedBy: Actor.nullable(),
  fencingToken: z.number().int().nullable(),
  proposedAt: Instant,
  expiresAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  verifiedAt: Instant.nullable(),
  checks: z.array(VerificationCheck),
  history: z.array(z.object({ state: RemediationState, at: Instant, reason: z.string() })),
});
export type Remediation = z.infer<typeof Remediation>;

export const InventoryEntry = z.object({
  id: z.string().min(1).max(100),
  entity: EntityRef,
  /** Sources that are trusted to speak for this entity, e.g. `scrape:drill`. */
  trustedSources: z.array(z.string()),
  runner: z.object({
    kind: z.literal('supervisor'),
    /** Absolute path of the supervisor's Unix socket. */
    socket: z.string(),
    /** Name of the workload inside that supervisor. */
    workload: z.string(),
  }),
});
export type InventoryEntry = z.infer<typeof InventoryEntry>;

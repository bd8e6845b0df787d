import type { Actor, Anomaly, Incident, InventoryEntry, Point, PolicyDecision } from '@cloudops/contracts';
import type { ActionFacts, StartScope } from './guardrails.ts';
import type { IntentPurpose } from './intent.ts';
import type { RemediationLimits } from './remediation-record.ts';
import type { Runbook } from './runbook.ts';
import type { DryRunAnswer } from './runner.ts';

/** How the executor says an intent ended. */
export type ActionOutcome =
  /** Done, once; `finishedAt` is not earlier than the end of the action. */
  | { readonly kind: 'done'; readonly finishedAt: Date; readonly message: string }
  /** Known not to have been done. */
  | { readonly kind: 'not-done'; readonly message: string }
  /** Tried, and the runner says it did not work. */
  | { readonly kind: 'failed'; readonly message: string }
  /** Cannot be observed. */
  | { readonly kind: 'unknown'; readonly message: string };

export interface Propose {
  readonly type: 'propose';
  readonly id: string;
  readonly incident: Incident;
  readonly runbook: Runbook;
  readonly entry: InventoryEntry;
  /** Anomalies that made the runbook match, at least one. */
  readonly signals: readonly Anomaly[];
  readonly policy: PolicyDecision;
  readonly limits: RemediationLimits;
  /** Seconds until a proposal that nobody approved runs out. */
  readonly approvalSeconds: number;
}

export type RemediationCommand = { readonly now: Date } & (
  | Propose
  /** What the executor found out that the action would do. */
  | { readonly type: 'record-check'; readonly answer: DryRunAnswer }
  | { readonly type: 'approve'; readonly actor: Actor; readonly actionHash: string; readonly reason: string }
  | { readonly type: 'refuse'; readonly actor: Actor; readonly actionHash: string; readonly reason: string }
  /** The incident is over: whatever has not started does not start. */
  | { readonly type: 'withdraw'; readonly reason: string }
  | { readonly type: 'expire' }
  | { readonly type: 'start'; readonly fencingToken: number; readonly facts: ActionFacts; readonly scope: StartScope }
  | { readonly type: 'record-acting' }
  | { readonly type: 'record-outcome'; readonly purpose: IntentPurpose; readonly outcome: ActionOutcome }
  /** Points of every check by anomaly id, times in ms; a check without an entry has no data. */
  | { readonly type: 'verify'; readonly points: Readonly<Record<string, readonly Point[]>> }
  /** The same after verification, for as long as it may come back. */
  | { readonly type: 'watch'; readonly points: Readonly<Record<string, readonly Point[]>> }
);

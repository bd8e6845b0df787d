import type { Actor, DryRun, VerificationCheck } from '@cloudops/contracts';
import type { RemediationRecord } from './remediation-record.ts';

interface Step {
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
  readonly by: Actor;
}

/** What happened to a remediation; the name is the state it leads to, except for `revised`, `held`, `progressed` and `settled`. */
export type RemediationEvent = Step &
  (
    | { readonly type: 'proposed'; readonly record: RemediationRecord }
    /** The incident's signals changed while nobody had approved: another hash, so that older approvals do not fit. */
    | { readonly type: 'revised'; readonly checks: readonly VerificationCheck[]; readonly actionHash: string }
    | { readonly type: 'checked'; readonly dryRun: DryRun; readonly actionHash: string }
    | { readonly type: 'suggested' }
    | { readonly type: 'shadowing' }
    | { readonly type: 'shadowed'; readonly recoveredAlone: boolean }
    | { readonly type: 'refused' }
    | { readonly type: 'approved'; readonly actionHash: string }
    | { readonly type: 'expired' }
    /** A guardrail made an approved action wait; the reason says which and until when. */
    | { readonly type: 'held' }
    | { readonly type: 'leased'; readonly fencingToken: number }
    | { readonly type: 'intent-committed' }
    | { readonly type: 'acting' }
    | { readonly type: 'verifying'; readonly finishedAt: string }
    | { readonly type: 'progressed'; readonly checks: readonly VerificationCheck[] }
    | { readonly type: 'verified' }
    /** What was verified has held long enough. */
    | { readonly type: 'settled' }
    | { readonly type: 'rolling-back' }
    | { readonly type: 'rolled-back' }
    | { readonly type: 'failed' }
    | { readonly type: 'unknown' }
  );

export type RemediationEventType = RemediationEvent['type'];

export const SYSTEM: Actor = { id: 'system', role: 'system' };
export const POLICY: Actor = { id: 'policy', role: 'system' };

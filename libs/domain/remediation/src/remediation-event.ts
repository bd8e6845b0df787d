import type { Actor, VerificationCheck } from '@cloudops/contracts';
import type { RemediationRecord } from './remediation-record.ts';

interface Step {
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
  readonly by: Actor;
}

/** What happened to a remediation; the name is the state it leads to, except for `revised`, `held` and `progressed`. */
export type RemediationEvent = Step &
  (
    | { readonly type: 'proposed'; readonly record: RemediationRecord }
    /** The incident's signals changed while nobody had approved: another hash, so that older approvals do not fit. */
    | { readonly type: 'revised'; readonly checks: readonly VerificationCheck[]; readonly actionHash: string }
    | { readonly type: 'suggested' }
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
    | { readonly type: 'failed' }
    | { readonly type: 'unknown' }
  );

export type RemediationEventType = RemediationEvent['type'];

export const SYSTEM: Actor = { id: 'system', role: 'system' };
export const POLICY: Actor = { id: 'policy', role: 'system' };

import type { RemediationState } from '@cloudops/contracts';

/** Every legal step between states; `proposed` is where a remediation begins. */
export const TRANSITIONS: Readonly<Record<RemediationState, readonly RemediationState[]>> = {
  proposed: ['checked', 'refused', 'expired'],
  checked: ['suggested', 'shadowing', 'approved', 'refused', 'expired'],
  approved: ['refused', 'expired', 'leased'],
  leased: ['intent-committed'],
  'intent-committed': ['acting', 'failed', 'unknown'],
  acting: ['verifying', 'failed', 'unknown'],
  verifying: ['verified', 'failed', 'rolling-back'],
  /** Until it is settled, what comes back makes it a failure. */
  verified: ['failed'],
  'rolling-back': ['rolled-back', 'failed', 'unknown'],
  shadowing: ['shadowed'],
  refused: [],
  suggested: [],
  shadowed: [],
  expired: [],
  'rolled-back': [],
  failed: [],
  unknown: [],
};

/** States before the lease: nothing was done, and nothing has to be. */
export const UNSTARTED: readonly RemediationState[] = ['proposed', 'checked', 'approved'];

/** States in which an action holds its target: from the lease to the end of verification, or of the way back. */
export const HOLDING: readonly RemediationState[] = ['leased', 'intent-committed', 'acting', 'verifying', 'rolling-back'];

/** Ends of an action that did not help. */
export const FAILURES: readonly RemediationState[] = ['failed', 'unknown', 'rolled-back'];

export const isFinal = (state: RemediationState): boolean => TRANSITIONS[state].length === 0;

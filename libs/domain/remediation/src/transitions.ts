import type { RemediationState } from '@cloudops/contracts';

/** Every legal step between states; `proposed` is where a remediation begins. */
export const TRANSITIONS: Readonly<Record<RemediationState, readonly RemediationState[]>> = {
  proposed: ['refused', 'suggested', 'approved', 'expired'],
  checked: [],
  approved: ['refused', 'expired', 'leased'],
  leased: ['intent-committed'],
  'intent-committed': ['acting', 'failed', 'unknown'],
  acting: ['verifying', 'failed', 'unknown'],
  verifying: ['verified', 'failed', 'rolled-back'],
  refused: [],
  suggested: [],
  shadowing: [],
  shadowed: [],
  expired: [],
  verified: [],
  'rolling-back': [],
  'rolled-back': [],
  failed: [],
  unknown: [],
};

/** States in which an action holds its target: from the lease to the end of verification. */
export const HOLDING: readonly RemediationState[] = ['leased', 'intent-committed', 'acting', 'verifying'];

/** Ends of an action that did not help. */
export const FAILURES: readonly RemediationState[] = ['failed', 'unknown', 'rolled-back'];

/** States that wait for something and therefore need a timer. */
export const WAITING: readonly RemediationState[] = ['proposed', 'approved', ...HOLDING];

export const isFinal = (state: RemediationState): boolean => TRANSITIONS[state].length === 0;

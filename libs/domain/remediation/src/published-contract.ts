import * as contracts from '@cloudops/contracts';
import type { RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

type RemediationContract = contracts.EventContract<typeof contracts.Remediation>;

/** The event that tells the others, if this is one they care about. */
export function publishedContract(event: RemediationEvent, record: RemediationRecord): RemediationContract | undefined {
  switch (event.type) {
    case 'checked':
      return record.policy.mode === 'approve' || record.policy.mode === 'auto' ? contracts.RemediationProposed : undefined;
    case 'revised':
    case 'suggested':
      return contracts.RemediationProposed;
    case 'refused':
      return contracts.RemediationRefused;
    case 'approved':
      return contracts.RemediationApproved;
    case 'expired':
      return contracts.RemediationExpired;
    case 'intent-committed':
      return contracts.RemediationStarted;
    case 'verified':
      return contracts.RemediationVerified;
    case 'failed':
    case 'rolled-back':
      return contracts.RemediationFailed;
    case 'unknown':
      return contracts.RemediationUnknown;
    default:
      return undefined;
  }
}

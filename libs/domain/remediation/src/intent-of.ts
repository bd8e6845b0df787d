import { DomainError } from '@cloudops/contracts';
import type { Intent, IntentPurpose } from './intent.ts';
import type { RemediationRecord } from './remediation-record.ts';

/** Idempotency key of a remediation's one action, or of undoing it. */
export const intentId = (remediationId: string, purpose: IntentPurpose): string =>
  purpose === 'act' ? remediationId : `${remediationId}~rollback`;

/** The intent that a remediation commits at `at`: to act, or to undo when it is rolling back. */
export function intentOf(record: RemediationRecord, at: Date): Intent {
  if (record.fencingToken === null) throw new DomainError('internal', 'token-missing', 'An intent needs a fencing token');
  const purpose = record.state === 'rolling-back' ? 'rollback' : 'act';
  return {
    id: intentId(record.id, purpose),
    remediationId: record.id,
    purpose,
    action: record.action,
    actionHash: record.actionHash,
    target: record.target,
    pins: record.dryRun?.pins ?? {},
    fencingToken: record.fencingToken,
    deadlineAt: new Date(at.getTime() + record.limits.actionSeconds * 1000),
    status: 'pending',
  };
}

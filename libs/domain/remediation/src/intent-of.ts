import { DomainError } from '@cloudops/contracts';
import type { Intent } from './intent.ts';
import type { RemediationRecord } from './remediation-record.ts';

/** The intent that a remediation commits at `at`. */
export function intentOf(record: RemediationRecord, at: Date): Intent {
  if (record.fencingToken === null) throw new DomainError('internal', 'token-missing', 'An intent needs a fencing token');
  return {
    id: record.id,
    action: record.action,
    actionHash: record.actionHash,
    target: record.target,
    fencingToken: record.fencingToken,
    deadlineAt: new Date(at.getTime() + record.limits.actionSeconds * 1000),
    status: 'pending',
  };
}

import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when the action did not help and its rollback was done. */
export const RemediationRolledBack = defineEvent('remediation.rolled-back.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

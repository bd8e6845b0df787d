import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when policy (auto) or a person bound an approval to the exact action. */
export const RemediationApproved = defineEvent('remediation.approved.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

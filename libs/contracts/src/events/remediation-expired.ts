import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when nobody approved before the proposal ran out. */
export const RemediationExpired = defineEvent('remediation.expired.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

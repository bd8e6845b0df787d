import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when every check held inside the band frozen at onset on samples taken after the action. */
export const RemediationVerified = defineEvent('remediation.verified.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

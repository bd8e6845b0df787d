import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when the action failed, or the metric did not return in time. */
export const RemediationFailed = defineEvent('remediation.failed.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

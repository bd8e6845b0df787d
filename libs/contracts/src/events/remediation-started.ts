import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when the intent is committed and the executor may act. */
export const RemediationStarted = defineEvent('remediation.started.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

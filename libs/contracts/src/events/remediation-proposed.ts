import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when a runbook matched an incident and policy allows the action, waits for approval, or only suggests it. */
export const RemediationProposed = defineEvent('remediation.proposed.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

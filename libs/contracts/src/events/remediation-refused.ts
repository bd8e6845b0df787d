import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when policy or a guardrail said no, or a person refused; the reason says which rule. */
export const RemediationRefused = defineEvent('remediation.refused.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

import { defineEvent } from '../contract.ts';
import { Remediation } from '../remediation.ts';

/** Published when the outcome of the action cannot be observed; a person must look. */
export const RemediationUnknown = defineEvent('remediation.unknown.v1', {
  publisher: 'remediation',
  consumers: ['anomaly', 'gateway'],
  schema: Remediation,
});

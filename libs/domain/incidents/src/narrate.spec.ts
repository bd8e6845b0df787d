import { expect, it } from '@jest/globals';
import { anIncident, aRemediation } from '@cloudops/testing';
import { narrateIncident, narrateRemediation } from './narrate.ts';

it('tells a remediation step by step in words', () => {
  const remediation = aRemediation({ reason: 'all 5 samples are inside the band' });
  expect(narrateRemediation('remediation.proposed.v1', remediation)).toBe(
    'Runbook restart-on-saturation proposes: restart workload web through its supervisor. Policy default: restarts need a person.',
  );
  expect(narrateRemediation('remediation.verified.v1', remediation)).toBe(
    'Verified: after "restart workload web through its supervisor" all 5 samples are inside the band.',
  );
  expect(narrateRemediation('remediation.failed.v1', { ...remediation, reason: 'the deadline passed.', escalated: true })).toBe(
    '"restart workload web through its supervisor" failed: the deadline passed. Escalated to a person.',
  );
});

it('says how an incident ended', () => {
  expect(narrateIncident({ type: 'resolved', at: '', reason: 'quiet' }, anIncident())).toBe('Incident resolved: quiet.');
});

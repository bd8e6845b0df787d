import type { InventoryEntry, Remediation } from '@cloudops/contracts';
import { anAnomaly, anEntity } from './an-anomaly.ts';

/** The workload `web` behind a supervisor. */
export const anInventoryEntry = (over: Partial<InventoryEntry> = {}): InventoryEntry => ({
  id: 'web',
  entity: anEntity(),
  trustedSources: ['scrape:web'],
  group: null,
  dependsOn: [],
  inputs: {},
  runner: { kind: 'supervisor', socket: '/run/cloudops/web.sock', workload: 'web' },
  ...over,
});

/** A restart of the workload `web` that waits for approval, with one check on the anomaly's frozen band. */
export function aRemediation(over: Partial<Remediation> = {}): Remediation {
  const anomaly = anAnomaly();
  return {
    id: 'remediation-1',
    incidentId: 'incident-1',
    runbook: { id: 'restart-on-saturation', version: '1' },
    action: { kind: 'restart-workload', target: 'web' },
    actionHash: 'a'.repeat(64),
    step: { index: 0, of: 1 },
    dryRun: {
      at: '2026-01-15T12:00:06.500Z',
      calls: ['restart web at /run/cloudops/web.sock'],
      changes: [{ what: 'process of web', from: 'pid 7, started 1 times', to: 'a new process' }],
      pins: {},
      reversible: false,
      rollback: null,
    },
    blastRadius: '',
    cause: null,
    proposedBy: { id: 'system', role: 'system' },
    approvals: [],
    approvalsNeeded: 1,
    settledAt: null,
    recoveredAlone: null,
    plan: 'restart workload web through its supervisor',
    target: anomaly.entity,
    state: 'checked',
    version: 2,
    escalated: false,
    reason: 'policy asks for approval',
    policy: { mode: 'approve', rule: 'default', reason: 'restarts need a person' },
    approvedBy: null,
    fencingToken: null,
    proposedAt: '2026-01-15T12:00:06.000Z',
    expiresAt: '2026-01-15T12:30:06.000Z',
    startedAt: null,
    finishedAt: null,
    verifiedAt: null,
    checks: [
      {
        anomalyId: anomaly.id,
        metric: anomaly.series.name,
        view: anomaly.view,
        side: anomaly.kind === 'below' ? 'below' : 'above',
        band: anomaly.band,
        seen: 0,
        inside: 0,
      },
    ],
    history: [
      { state: 'proposed', at: '2026-01-15T12:00:06.000Z', reason: 'the runbook fits' },
      { state: 'checked', at: '2026-01-15T12:00:06.500Z', reason: 'policy asks for approval' },
    ],
    ...over,
  };
}

import type { Anomaly, DryRun, Incident, InventoryEntry } from '@cloudops/contracts';
import type { ActionFacts, StartScope } from './guardrails.ts';
import type { Propose, RemediationCommand } from './remediation-command.ts';
import type { RemediationLimits } from './remediation-record.ts';
import type { Runbook } from './runbook.ts';

export const SAMPLE_ENTRY: InventoryEntry = {
  id: 'web',
  entity: { environment: 'test', kind: 'workload', id: 'web' },
  trustedSources: ['scrape:web'],
  group: null,
  dependsOn: [],
  inputs: {},
  runner: { kind: 'supervisor', socket: '/run/web.sock', workload: 'web' },
};

export const SAMPLE_RUNBOOK: Runbook = {
  id: 'restart-workload',
  version: 'v1',
  title: 'Restart',
  description: '',
  owner: '',
  match: { entityKind: 'workload', signals: ['saturation', 'latency', 'errors'], minSeverity: 'low', rootCause: false },
  action: { kind: 'restart-workload', timeoutSeconds: 60 },
  verify: { consecutive: 5, deadlineSeconds: 120 },
};

export const SAMPLE_DRY_RUN: DryRun = {
  at: '2026-01-01T00:00:10.000Z',
  calls: ['restart web'],
  changes: [{ what: 'process of web', from: 'pid 1', to: 'a new one' }],
  pins: { pid: '1' },
  reversible: false,
  rollback: null,
};

/** The executor's word on a proposal. */
export const sampleCheck = (now: Date, over: Partial<DryRun> = {}): RemediationCommand => ({
  type: 'record-check',
  answer: { ok: true, dryRun: { ...SAMPLE_DRY_RUN, ...over } },
  now,
});

/** Nothing was ever done, and nothing is around. */
export const NO_ACTIONS: ActionFacts = {
  ...{
    killSwitch: { engaged: false, reason: '' },
    holder: null,
    forSameCause: null,
    lastActionOnTarget: null,
    actionsLastHour: 0,
    inFlight: 0,
  },
  ...{ actionsForIncident: 0, busyInGroup: [], busyDependencies: [] },
  ...{ onTarget: { failures: 0, lastAt: null }, ofRunbook: { failures: 0, lastAt: null } },
};
export const NO_SCOPE: StartScope = { group: [], dependsOn: [], freeze: null };

/** Limits that only cooldown, rate and time can reach. */
export const SAMPLE_LIMITS: RemediationLimits = {
  ...{ cooldownSeconds: 300, actionsPerHour: 10, actionSeconds: 60, verifySeconds: 120, consecutive: 5 },
  ...{ atOnce: 100, perIncident: 100, groupShare: 1, breakerFailures: 0, breakerSeconds: 3600 },
};

/** An anomaly of the sample entry that is above the band 9..11. */
export function sampleAnomaly(id: string, over: Partial<Anomaly> = {}): Anomaly {
  const series = '0123456789abcdef';
  return {
    id,
    kind: 'above',
    series: { id: series, name: 'cpu', labels: {}, type: 'gauge', entity: SAMPLE_ENTRY.entity, source: 'scrape:web' },
    view: { kind: 'value', series },
    entity: SAMPLE_ENTRY.entity,
    signal: 'saturation',
    onsetAt: '2026-01-01T00:00:00.000Z',
    detectedAt: '2026-01-01T00:00:05.000Z',
    clearedAt: null,
    value: 99,
    band: { yhat: 10, yhat_lower: 9, yhat_upper: 11 },
    anomaly_score: 8,
    severity: 'high',
    reason: 'far above',
    severityReason: '',
    carriedBy: [],
    ...over,
  };
}

export function sampleIncident(id: string, over: Partial<Incident> = {}): Incident {
  return {
    id,
    state: 'open',
    version: 1,
    entity: SAMPLE_ENTRY.entity,
    title: 'web is saturated',
    severity: 'high',
    reason: 'golden signal',
    onsetAt: '2026-01-01T00:00:00.000Z',
    openedAt: '2026-01-01T00:00:05.000Z',
    updatedAt: '2026-01-01T00:00:05.000Z',
    resolvedAt: null,
    kind: 'anomaly',
    alerts: [],
    related: [],
    anomalies: [sampleAnomaly(`${id}-a1`)],
    causes: [],
    acknowledged: null,
    assignee: null,
    snoozedUntil: null,
    mergedInto: null,
    splitFrom: null,
    ...over,
  };
}

/** A proposal for tests of this house; the incident decides about signals, `over` about the rest. */
export function sampleProposal(id: string, now: Date, over: Partial<Propose> = {}): Propose & { now: Date } {
  const incident = over.incident ?? sampleIncident(`inc-${id}`);
  return {
    type: 'propose',
    id,
    incident,
    runbook: SAMPLE_RUNBOOK,
    entry: SAMPLE_ENTRY,
    signals: incident.anomalies,
    policy: { mode: 'approve', rule: 'ask', reason: 'ask first' },
    limits: SAMPLE_LIMITS,
    approvalSeconds: 900,
    now,
    ...over,
  };
}

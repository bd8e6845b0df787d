import type { Action, InventoryEntry, VerificationCheck } from '@cloudops/contracts';
import { actionHash } from './action-hash.ts';
import type { Propose } from './remediation-command.ts';
import { POLICY, SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

/** A new proposal with policy's answer, or a revision of one that still waits for approval; anything further along stays as it is. */
export function decideProposal(command: Propose & { now: Date }, state: RemediationRecord | undefined): RemediationEvent[] {
  const { incident, policy, now } = command;
  const checks = command.signals.flatMap(checksOf);
  if (incident.state !== 'open' || checks.length === 0) return [];
  const action = { kind: command.runbook.action.kind, target: command.entry.id };
  const runbook = { id: command.runbook.id, version: command.runbook.version };
  const hash = actionHash({ action, target: command.entry.entity, runbook, signals: checks });
  const at = now.toISOString();
  if (state) {
    if (state.state !== 'proposed' || hash === state.actionHash || state.runbook.version !== runbook.version) return [];
    return [
      {
        type: 'revised',
        at,
        by: SYSTEM,
        checks,
        actionHash: hash,
        reason: 'The signals of the incident changed; approve what is shown now',
      },
    ];
  }
  const signals = command.signals.map((s) => `${s.series.name} (${s.signal})`).join(', ');
  const reason = `Runbook ${runbook.id} fits incident ${incident.id}: ${signals}`;
  const record: RemediationRecord = {
    id: command.id,
    incidentId: incident.id,
    runbook,
    action,
    actionHash: hash,
    step: { index: 0, of: 1 },
    plan: planOf(action, command.entry),
    dryRun: null,
    blastRadius: '',
    cause: null,
    proposedBy: SYSTEM,
    target: command.entry.entity,
    state: 'proposed',
    version: 1,
    escalated: false,
    reason,
    policy,
    approvedBy: null,
    approvals: [],
    approvalsNeeded: 1,
    fencingToken: null,
    proposedAt: at,
    expiresAt: new Date(now.getTime() + command.approvalSeconds * 1000).toISOString(),
    startedAt: null,
    finishedAt: null,
    verifiedAt: null,
    settledAt: null,
    recoveredAlone: null,
    checks,
    history: [],
    limits: command.limits,
  };
  return [{ type: 'proposed', at, by: SYSTEM, reason, record }, ...answer(record, at)];
}

function answer({ policy, actionHash }: RemediationRecord, at: string): RemediationEvent[] {
  const why = { at, by: POLICY, reason: `Policy rule ${policy.rule}: ${policy.reason}` };
  switch (policy.mode) {
    case 'refuse':
      return [{ type: 'refused', ...why }];
    case 'shadow':
    case 'suggest':
      return [{ type: 'suggested', ...why }];
    case 'auto':
      return [{ type: 'approved', actionHash, ...why }];
    case 'approve':
      return [];
  }
}

/** An unusual course, of one signal or of several together, has no limit to which a fix could bring it back. */
function checksOf({ id, series, view, kind, band }: Propose['signals'][number]): VerificationCheck[] {
  return kind === 'unusual' || kind === 'together'
    ? []
    : [{ anomalyId: id, metric: series.name, view, side: kind, band, seen: 0, inside: 0 }];
}

/** One line for people; the exact call comes from the dry run. */
const planOf = (action: Action, { runner }: InventoryEntry): string =>
  runner.kind === 'supervisor'
    ? `Restart workload ${runner.workload} (${action.target}) through its supervisor at ${runner.socket}, once`
    : `${action.kind} of ${action.target} by ${runner.kind}, once`;

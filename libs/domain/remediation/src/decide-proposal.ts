import type { Action, InventoryEntry, VerificationCheck } from '@cloudops/contracts';
import { actionHash } from './action-hash.ts';
import { actionOf } from './action-of.ts';
import { policysAnswer } from './decide-check.ts';
import type { Propose } from './remediation-command.ts';
import { SYSTEM, type RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

/** A new proposal, refused at once where policy says so, or a revision of one that still waits; anything further along stays as it is. */
export function decideProposal(command: Propose & { now: Date }, state: RemediationRecord | undefined): RemediationEvent[] {
  const { incident, policy, now } = command;
  const checks = command.signals.flatMap(checksOf);
  if (incident.state !== 'open' || checks.length === 0) return [];
  const action = actionOf(command.runbook, command.entry.id);
  const runbook = { id: command.runbook.id, version: command.runbook.version };
  const hash = actionHash({ action, target: command.entry.entity, runbook, signals: checks, dryRun: state?.dryRun ?? null });
  const at = now.toISOString();
  if (state) {
    const waits = state.state === 'proposed' || state.state === 'checked';
    if (!waits || hash === state.actionHash || state.runbook.version !== runbook.version) return [];
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
    cause: incident.causes.find(({ rank }) => rank === 1)?.entity ?? null,
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
  const proposed: RemediationEvent = { type: 'proposed', at, by: SYSTEM, reason, record };
  // what policy refuses anyway needs no dry run
  if (policy.mode !== 'refuse') return [proposed];
  return [proposed, ...policysAnswer(policy, hash, at)];
}

/** An unusual course, of one signal or of several together, has no limit to which a fix could bring it back. */
function checksOf({ id, series, view, kind, band }: Propose['signals'][number]): VerificationCheck[] {
  return kind === 'unusual' || kind === 'together'
    ? []
    : [{ anomalyId: id, metric: series.name, view, side: kind, band, seen: 0, inside: 0 }];
}

/** One line for people; the exact calls come from the dry run. */
function planOf({ kind, target }: Action, { runner }: InventoryEntry): string {
  if (runner.kind === 'supervisor')
    return `Restart workload ${runner.workload} (${target}) through its supervisor at ${runner.socket}, once`;
  if (runner.kind === 'postgres') return `Cancel the longest running query of ${runner.roles.join(', ')} on ${target}`;
  return runner.kind === 'webhook' ? `Call the endpoint of ${target}, once` : `${kind} on ${target} through ${runner.kind}, once`;
}

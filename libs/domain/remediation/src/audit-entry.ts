import type { RemediationEvent } from './remediation-event.ts';
import type { RemediationRecord } from './remediation-record.ts';

export interface AuditEntry {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Record<string, unknown>;
}

const JUDGED: readonly RemediationEvent['type'][] = ['verified', 'failed', 'unknown', 'rolling-back', 'rolled-back', 'shadowed'];

/** The audit row of an event; progress of verification has none, its result carries the counts. */
export function auditEntry(event: RemediationEvent, record: RemediationRecord): AuditEntry | undefined {
  if (event.type === 'progressed') return undefined;
  const { incidentId, runbook, action, actionHash, target, policy, fencingToken, escalated } = record;
  const detail: Record<string, unknown> = { at: event.at, reason: event.reason, version: record.version, actionHash };
  if (event.type === 'proposed') Object.assign(detail, { incidentId, runbook, action, target, policy, plan: record.plan });
  if (event.type === 'checked') detail['dryRun'] = event.dryRun;
  if (event.type === 'shadowed') detail['recoveredAlone'] = event.recoveredAlone;
  if (event.type === 'leased' || event.type === 'intent-committed') detail['fencingToken'] = fencingToken;
  if (JUDGED.includes(event.type)) Object.assign(detail, { escalated, checks: record.checks });
  return { actor: `${event.by.role}:${event.by.id}`, action: `remediation.${event.type}`, subject: record.id, detail };
}

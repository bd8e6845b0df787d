import { createHash } from 'node:crypto';
import type { Action, DryRun, EntityRef, VerificationCheck } from '@cloudops/contracts';

/** What an approval is bound to. Anything left out of here may change under an approval, so little is left out. */
export interface ActionBinding {
  readonly action: Action;
  readonly target: EntityRef;
  /** Id and content version: an edited runbook is another runbook. */
  readonly runbook: { readonly id: string; readonly version: string };
  /** State of the incident: the signals that triggered the runbook, with the bands frozen at their onset. */
  readonly signals: readonly Pick<VerificationCheck, 'anomalyId' | 'view' | 'side' | 'band'>[];
  /** The exact calls and the state that they count on; null before the dry run. */
  readonly dryRun: Pick<DryRun, 'calls' | 'pins'> | null;
}

/**
 * SHA-256 (hex) of the canonical action, its target entity, the runbook's version, the incident's signals, and the calls and pins
 * of the dry run.
 * Not bound: how far verification has come, the title and severity of the incident, and the order of signals.
 */
export function actionHash(binding: ActionBinding): string {
  const signals = binding.signals
    .map(({ anomalyId, view, side, band }) => ({ anomalyId, view, side, band }))
    .sort((a, b) => (a.anomalyId < b.anomalyId ? -1 : a.anomalyId > b.anomalyId ? 1 : 0));
  const { action, target, runbook } = binding;
  const dryRun = binding.dryRun ? { calls: binding.dryRun.calls, pins: binding.dryRun.pins } : null;
  return sha256(canonical({ action, target, runbook: { id: runbook.id, version: runbook.version }, signals, dryRun }));
}

/** Id of the one remediation that an incident may get from a runbook on a target; the same inputs give the same id. */
export const remediationId = (incidentId: string, runbookId: string, target: string): string =>
  `rem-${sha256(canonical([incidentId, runbookId, target])).slice(0, 24)}`;

/** JSON with sorted keys, so that equal values have equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
    .join(',')}}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

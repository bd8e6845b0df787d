import type { Incident } from '@cloudops/contracts';

/** The incident that a story is about: the newest open one, else the newest; `incidents` are newest first. */
export const pickIncident = (incidents: readonly Incident[]): Incident | undefined =>
  incidents.find((i) => i.state === 'open') ?? incidents[0];

/**
 * The remediation that tells what was done: the newest that acted, else the newest that waits, else the newest.
 * A refusal or dry run that follows a real action does not hide it.
 */
export function pickRemediation<R extends { state: string }>(remediations: readonly R[]): R | undefined {
  const acted = new Set([
    'verified',
    'verifying',
    'acting',
    'rolling-back',
    'rolled-back',
    'failed',
    'unknown',
    'intent-committed',
    'leased',
  ]);
  const waits = new Set(['proposed', 'checked', 'approved']);
  return remediations.find((r) => acted.has(r.state)) ?? remediations.find((r) => waits.has(r.state)) ?? remediations[0];
}

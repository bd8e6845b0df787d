import { sameEntity, type Anomaly, type EntityRef, type Incident, type Remediation } from '@cloudops/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { DrillResult } from './drill-result.ts';
import type { Gateway } from './gateway.ts';
import { note } from './note.ts';

const POLL_MS = 500;
type StepName = 'detectedSeconds' | 'proposedSeconds' | 'executedSeconds' | 'verifiedSeconds' | 'resolvedSeconds';

/** Ids that were there before the fault, and therefore are not its doing. */
export interface Before {
  readonly anomalies: ReadonlySet<string>;
  readonly incidents: ReadonlySet<string>;
}

export async function lookBefore(gateway: Gateway): Promise<Before> {
  const { anomalies } = await gateway.get<{ anomalies: Anomaly[] }>('/api/v1/anomalies?limit=500');
  const { incidents } = await gateway.get<{ incidents: Incident[] }>('/api/v1/incidents?limit=200');
  return { anomalies: new Set(anomalies.map((a) => a.id)), incidents: new Set(incidents.map((i) => i.id)) };
}

/** Follows the fault from its onset (performance.now) until the incident is resolved, and notes each step as it is seen. */
export async function watch(
  gateway: Gateway,
  entity: EntityRef,
  before: Before,
  result: DrillResult,
  { onset, timeoutSeconds, signal }: { onset: number; timeoutSeconds: number; signal: AbortSignal },
): Promise<void> {
  const seconds = (): number => Math.round((performance.now() - onset) / 100) / 10;
  const reach = (step: StepName, text: string): void => {
    if (result[step] !== null) return;
    result[step] = seconds();
    note(`${step.replace('Seconds', '').padEnd(9)} after ${String(result[step]).padStart(5)} s: ${text}`);
  };
  let last = '';
  while (seconds() < timeoutSeconds) {
    const { anomalies } = await gateway.get<{ anomalies: Anomaly[] }>('/api/v1/anomalies?limit=100');
    const anomaly = anomalies.findLast((a) => sameEntity(a.entity, entity) && !before.anomalies.has(a.id));
    if (anomaly) reach('detectedSeconds', anomaly.reason);
    const { incidents } = await gateway.get<{ incidents: Incident[] }>('/api/v1/incidents?limit=50');
    const incident = incidents.findLast((i) => sameEntity(i.entity, entity) && !before.incidents.has(i.id));
    if (incident) {
      const { remediations } = await gateway.get<{ remediations: Remediation[] }>(
        `/api/v1/remediations?incidentId=${encodeURIComponent(incident.id)}`,
      );
      const [remediation] = remediations;
      if (remediation) {
        reach('proposedSeconds', `${remediation.runbook.id}, policy ${remediation.policy.rule} says ${remediation.policy.mode}`);
        if (remediation.finishedAt !== null)
          reach('executedSeconds', remediation.history.find((h) => h.state === 'verifying')?.reason ?? '');
        if (remediation.state === 'verified') reach('verifiedSeconds', remediation.reason);
        if (remediation.state !== last) note(`remediation is ${remediation.state}: ${remediation.reason}`);
        last = remediation.state;
        if (hasFailed(remediation)) throw new Error(`The remediation ended as ${remediation.state}: ${remediation.reason}`);
      }
      if (incident.state === 'resolved') {
        reach('resolvedSeconds', incident.title);
        if (result.verifiedSeconds !== null) return;
      }
    }
    await delay(POLL_MS, undefined, { signal });
  }
  throw new Error(`Not everything happened within ${timeoutSeconds} s of the onset`);
}

const hasFailed = ({ state }: Remediation): boolean =>
  state === 'refused' ||
  state === 'suggested' ||
  state === 'expired' ||
  state === 'failed' ||
  state === 'unknown' ||
  state === 'rolled-back';

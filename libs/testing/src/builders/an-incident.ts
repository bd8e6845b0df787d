import type { Incident } from '@cloudops/contracts';
import { anAnomaly } from './an-anomaly.ts';

/** An open incident with one anomaly and that as its cause. */
export function anIncident(over: Partial<Incident> = {}): Incident {
  const anomalies = over.anomalies ?? [anAnomaly()];
  const [first = anAnomaly()] = anomalies;
  return {
    id: 'incident-1',
    state: 'open',
    version: 1,
    entity: first.entity,
    title: `${first.series.name} of ${first.entity.id} is ${first.kind} its band`,
    severity: first.severity,
    reason: 'a golden signal: saturation',
    onsetAt: first.onsetAt,
    openedAt: first.detectedAt,
    updatedAt: first.detectedAt,
    resolvedAt: null,
    anomalies,
    kind: 'anomaly',
    alerts: [],
    related: [],
    causes: [
      {
        rank: 1,
        entity: first.entity,
        metric: first.series.name,
        anomalyId: first.id,
        score: first.anomaly_score,
        reason: 'the earliest and strongest deviation',
        evidence: [],
      },
    ],
    acknowledged: null,
    assignee: null,
    snoozedUntil: null,
    mergedInto: null,
    splitFrom: null,
    ...over,
  };
}

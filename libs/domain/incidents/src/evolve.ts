import type { Anomaly, Incident, Severity } from '@cloudops/contracts';
import { createHash } from 'node:crypto';
import type { IncidentEvent } from './incident-event.ts';
import { rankCauses } from './causes/rank-causes.ts';
import { titleOf } from './title-of.ts';

const ORDER: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** Same anomaly first, same incident: a replay opens it under the id that it had. */
export const incidentId = (first: Anomaly): string => createHash('sha256').update(`incident|${first.id}`).digest('hex').slice(0, 32);

/** The incident after an event; `incident` is the entity's open one. @throws Error when an event other than `opened` meets none. */
export function evolve(incident: Incident | undefined, event: IncidentEvent): Incident {
  if (event.type === 'opened') return open(event);
  if (!incident) throw new Error(`${event.type} needs an incident`);
  const next = { ...incident, version: incident.version + 1, updatedAt: event.at };
  if (event.type === 'resolved') return { ...next, state: 'resolved', resolvedAt: event.at };
  if (event.type === 'anomaly-cleared') return { ...next, anomalies: replace(incident.anomalies, event.anomaly) };
  return described({ ...next, anomalies: replace(incident.anomalies, event.anomaly) });
}

function open(event: Extract<IncidentEvent, { type: 'opened' }>): Incident {
  const anomalies = [...event.anomalies];
  const first = anomalies[0]!;
  return described({
    id: incidentId(first),
    state: 'open',
    version: 1,
    entity: first.entity,
    title: '',
    severity: first.severity,
    reason: event.reason,
    onsetAt: first.onsetAt,
    openedAt: event.at,
    updatedAt: event.at,
    resolvedAt: null,
    anomalies,
    causes: [],
  });
}

/** What follows from the anomalies: the order of suspects, the headline, the worst severity so far, the earliest onset. */
function described(incident: Incident): Incident {
  const causes = rankCauses(incident.anomalies);
  const leading = incident.anomalies.find((a) => a.id === causes[0]?.anomalyId) ?? incident.anomalies[0]!;
  const rank = Math.max(ORDER.indexOf(incident.severity), ...incident.anomalies.map((a) => ORDER.indexOf(a.severity)));
  return {
    ...incident,
    causes,
    title: titleOf(incident.entity, leading, incident.anomalies.length),
    severity: ORDER[rank]!,
    onsetAt: incident.anomalies.map((a) => a.onsetAt).sort()[0]!,
  };
}

function replace(anomalies: readonly Anomaly[], changed: Anomaly): Anomaly[] {
  const others = anomalies.filter((a) => a.id !== changed.id);
  const at = anomalies.findIndex((a) => a.id === changed.id);
  return at < 0 ? [...anomalies, changed] : others.toSpliced(at, 0, changed);
}

import type { Anomaly, Incident, IncidentAlert } from '@cloudops/contracts';
import { type Neighbourhood, NOTHING_AROUND } from './causes/neighbourhood.ts';
import { described } from './described.ts';
import type { IncidentEvent } from './incident-event.ts';
import { incidentId } from './incident-id.ts';
import { afterAction } from './people/after-action.ts';
import { afterMerge, afterParting, afterTakingOver } from './people/after-reshaping.ts';

/**
 * The incident after an event; `incident` is the entity's open one, `around` what is known of its dependencies.
 * @throws Error when an event other than `opened` meets none.
 */
export function evolve(incident: Incident | undefined, event: IncidentEvent, around: Neighbourhood = NOTHING_AROUND): Incident {
  if (event.type === 'opened') return open(event, around);
  if (!incident) throw new Error(`${event.type} needs an incident`);
  const next = { ...incident, version: incident.version + 1, updatedAt: event.at };
  switch (event.type) {
    case 'resolved':
      return { ...next, state: 'resolved', resolvedAt: event.at };
    case 'anomaly-judged':
    case 'anomaly-cleared':
      return { ...next, anomalies: replace(incident.anomalies, event.anomaly) };
    case 'alert-resolved':
      return { ...next, alerts: replaceAlert(incident.alerts, event.alert) };
    case 'alert-fired':
      return described({ ...next, alerts: replaceAlert(incident.alerts, event.alert) }, around);
    case 'reconsidered':
      return { ...next, related: [...event.related], causes: [...event.causes] };
    case 'person-acted':
      return afterAction(next, event);
    case 'merged':
      return afterMerge(next, event);
    case 'took-over':
      return afterTakingOver(next, event, around);
    case 'parted':
      return afterParting(next, event, around);
    case 'woke':
      return { ...next, snoozedUntil: null };
    case 'joined':
    case 'grew':
      return described({ ...next, anomalies: replace(incident.anomalies, event.anomaly) }, around);
  }
}

function open(
  { kind, anomalies, alerts, at, reason, splitFrom }: Extract<IncidentEvent, { type: 'opened' }>,
  around: Neighbourhood,
): Incident {
  const first = kind === 'anomaly' ? anomalies[0]! : alerts[0]!;
  const incident: Incident = {
    id: splitFrom?.id ?? incidentId(first),
    kind,
    state: 'open',
    version: 1,
    entity: first.entity,
    title: '',
    severity: first.severity,
    reason,
    onsetAt: at,
    openedAt: at,
    updatedAt: at,
    resolvedAt: null,
    anomalies: [...anomalies],
    alerts: [...alerts],
    related: [],
    causes: [],
    acknowledged: splitFrom?.incident.acknowledged ?? null,
    assignee: splitFrom?.incident.assignee ?? null,
    snoozedUntil: null,
    mergedInto: null,
    splitFrom: splitFrom?.incident.id ?? null,
  };
  return described(incident, around);
}

const replaceAlert = (alerts: readonly IncidentAlert[], changed: IncidentAlert): IncidentAlert[] =>
  alerts.some((a) => a.fingerprint === changed.fingerprint)
    ? alerts.map((a) => (a.fingerprint === changed.fingerprint ? changed : a))
    : [...alerts, changed];

function replace(anomalies: readonly Anomaly[], changed: Anomaly): Anomaly[] {
  const others = anomalies.filter((a) => a.id !== changed.id);
  const at = anomalies.findIndex((a) => a.id === changed.id);
  return at < 0 ? [...anomalies, changed] : others.toSpliced(at, 0, changed);
}

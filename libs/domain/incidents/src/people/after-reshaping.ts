import type { Incident } from '@cloudops/contracts';
import type { Neighbourhood } from '../causes/neighbourhood.ts';
import { describedAnew } from '../described.ts';
import type { IncidentEvent } from '../incident-event.ts';

/** The incident after parts came to it from another one. */
export function afterTakingOver(
  incident: Incident,
  { from }: Extract<IncidentEvent, { type: 'took-over' }>,
  around: Neighbourhood,
): Incident {
  const alerts = from.alerts.filter((a) => !incident.alerts.some((own) => own.fingerprint === a.fingerprint));
  return describedAnew(
    {
      ...incident,
      anomalies: [...incident.anomalies, ...from.anomalies],
      alerts: [...incident.alerts, ...alerts],
      related: incident.related.filter((r) => r.id !== from.id),
    },
    around,
  );
}

/** The incident after parts left it. */
export function afterParting(incident: Incident, { leaving }: Extract<IncidentEvent, { type: 'parted' }>, around: Neighbourhood): Incident {
  return describedAnew(
    {
      ...incident,
      anomalies: incident.anomalies.filter((a) => !leaving.anomalies.some((l) => l.id === a.id)),
      alerts: incident.alerts.filter((a) => !leaving.alerts.some((l) => l.fingerprint === a.fingerprint)),
    },
    around,
  );
}

/** The incident after everything in it went to another one; what it was called stays, for whoever finds a link to it. */
export const afterMerge = (incident: Incident, { into, at }: Extract<IncidentEvent, { type: 'merged' }>): Incident => ({
  ...incident,
  ...{ state: 'resolved', resolvedAt: at, mergedInto: into.id, snoozedUntil: null },
  ...{ anomalies: [], alerts: [], related: [], causes: [] },
});

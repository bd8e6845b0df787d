import type { Incident } from '@cloudops/contracts';

/** What an incident is called after: as before while it still holds such a part, else what is left in it. */
export function kindOf({ kind, anomalies, alerts }: Pick<Incident, 'kind' | 'anomalies' | 'alerts'>): Incident['kind'] {
  if (kind === 'anomaly' ? anomalies.length > 0 : alerts.length > 0) return kind;
  return anomalies.length > 0 ? 'anomaly' : alerts[0]!.kind;
}

import type { Incident } from '@cloudops/contracts';
import type { RecentIncident } from './incident-command.ts';

/** What damping needs to know of an incident that is over. */
export function recentIncident({ resolvedAt, updatedAt, anomalies, alerts }: Incident): RecentIncident {
  return { resolvedAt: resolvedAt ?? updatedAt, metrics: anomalies.map((a) => a.series.name), alerts };
}

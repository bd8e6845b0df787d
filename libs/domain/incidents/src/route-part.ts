import { type Alert, type Anomaly, type Incident, sameEntity } from '@cloudops/contracts';

/** What is looked for: an anomaly or an alert, as it is now. */
export type Part = { readonly anomaly: Anomaly } | { readonly alert: Alert };

/**
 * The open incident that a part belongs to: the one that holds it; else the one that holds an anomaly of its series, first one that is under way; else that of its
 * entity, first the one that nobody split off; else one that took over parts of its entity. So people who merged or split are not undone
 * by the next sample. The oldest where several would do.
 */
export function routePart(open: readonly Incident[], part: Part): Incident | undefined {
  const ranked = open.flatMap((incident) => {
    const rank = rankOf(incident, part);
    return rank === undefined ? [] : [{ incident, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank || (isOlder(a.incident, b.incident) ? -1 : 1))[0]?.incident;
}

function rankOf(incident: Incident, part: Part): number | undefined {
  const { entity } = 'anomaly' in part ? part.anomaly : part.alert;
  if ('alert' in part && incident.alerts.some((a) => a.fingerprint === part.alert.fingerprint)) return 0;
  if ('anomaly' in part) {
    if (incident.anomalies.some((a) => a.id === part.anomaly.id)) return 0;
    const kin = incident.anomalies.filter((a) => a.series.id === part.anomaly.series.id);
    if (kin.some((a) => a.clearedAt === null)) return 1;
    if (kin.length > 0) return 2;
  }
  if (sameEntity(incident.entity, entity)) return incident.splitFrom === null ? 3 : 4;
  return [...incident.anomalies, ...incident.alerts].some((a) => sameEntity(a.entity, entity)) ? 5 : undefined;
}

const isOlder = (a: Incident, b: Incident): boolean => a.openedAt < b.openedAt || (a.openedAt === b.openedAt && a.id < b.id);

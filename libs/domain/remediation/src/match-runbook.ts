import { sameEntity, type Anomaly, type Incident, type InventoryEntry, severityRank } from '@cloudops/contracts';
import { metricPattern } from './metric-pattern.ts';
import type { Runbook } from './runbook.ts';

export interface RunbookMatch {
  readonly runbook: Runbook;
  readonly entry: InventoryEntry;
  readonly signals: readonly Anomaly[];
}

/**
 * Runbooks that fit an open incident, each with the inventory entry of the incident's entity and the anomalies that speak for it.
 * An anomaly counts only when it is about exactly that entity and came from a source that the inventory trusts for it. Names, labels and
 * alerts are somebody's text: they can only keep a runbook from fitting, never choose what it acts on.
 */
export function matchRunbooks(incident: Incident, runbooks: readonly Runbook[], inventory: readonly InventoryEntry[]): RunbookMatch[] {
  const entry = inventory.find((e) => sameEntity(e.entity, incident.entity));
  if (!entry || incident.state !== 'open') return [];
  const trusted = incident.anomalies.filter(
    (a) => a.clearedAt === null && sameEntity(a.entity, entry.entity) && entry.trustedSources.includes(a.series.source),
  );
  return runbooks.flatMap((runbook) => {
    if (!fits(incident, runbook)) return [];
    const signals = trusted.filter((anomaly) => speaksFor(anomaly, runbook));
    return signals.length === 0 ? [] : [{ runbook, entry, signals }];
  });
}

function fits(incident: Incident, { match }: Runbook): boolean {
  const { entityKind, minSeverity, kinds, alerts, rootCause } = match;
  if (entityKind !== incident.entity.kind || severityRank(incident.severity) < severityRank(minSeverity)) return false;
  if (kinds && !kinds.includes(incident.kind)) return false;
  if (alerts && !incident.alerts.some((a) => a.state === 'firing' && alerts.includes(a.name))) return false;
  const likeliest = incident.causes.find((cause) => cause.rank === 1);
  return !rootCause || (likeliest !== undefined && sameEntity(likeliest.entity, incident.entity));
}

function speaksFor({ signal, series }: Anomaly, { match }: Runbook): boolean {
  const { signals, metrics, labels = {} } = match;
  return (
    (signals?.includes(signal) ?? true) &&
    (metrics?.some((metric) => metricPattern(metric)?.test(series.name)) ?? true) &&
    Object.entries(labels).every(([name, value]) => series.labels[name] === value)
  );
}

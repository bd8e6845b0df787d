import { sameEntity, type Anomaly, type Incident, type InventoryEntry, Severity } from '@cloudops/contracts';
import type { Runbook } from './runbook.ts';

export interface RunbookMatch {
  readonly runbook: Runbook;
  readonly entry: InventoryEntry;
  readonly signals: readonly Anomaly[];
}

/**
 * Runbooks that fit an open incident, each with the inventory entry of the incident's entity and the anomalies that speak for it.
 * An anomaly counts only when it is about exactly that entity and came from a source that the inventory trusts for it.
 */
export function matchRunbooks(incident: Incident, runbooks: readonly Runbook[], inventory: readonly InventoryEntry[]): RunbookMatch[] {
  const entry = inventory.find((e) => sameEntity(e.entity, incident.entity));
  if (!entry || incident.state !== 'open') return [];
  const trusted = incident.anomalies.filter(
    (a) => a.clearedAt === null && sameEntity(a.entity, entry.entity) && entry.trustedSources.includes(a.series.source),
  );
  return runbooks.flatMap((runbook) => {
    const { entityKind, signals: wanted, minSeverity } = runbook.match;
    if (entityKind !== incident.entity.kind || rank(incident.severity) < rank(minSeverity)) return [];
    const signals = trusted.filter((a) => wanted.includes(a.signal));
    return signals.length === 0 ? [] : [{ runbook, entry, signals }];
  });
}

const rank = (severity: Severity): number => Severity.options.indexOf(severity);

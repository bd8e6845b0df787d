import { entityKey, type Incident, type RelatedIncident } from '@cloudops/contracts';

/** Incidents of entities that depend on each other belong together when they began this close to each other, ms. */
const WINDOW_MS = 10 * 60_000;
/** Links of one incident. */
const MAX_RELATED = 20;

/** An open incident, and the keys of the entities that its own depends on. */
export interface Reaching {
  readonly incident: Incident;
  readonly dependencies: ReadonlySet<string>;
}

/**
 * The open incidents beside each open incident, by its id. They are linked, not merged: approvals, verification and damping are about one
 * entity, and an incident of several would let a runbook act on an entity because of another's anomaly. Each still ranks the causes of all.
 */
export function relateIncidents(open: readonly Reaching[]): Map<string, RelatedIncident[]> {
  const related = new Map<string, RelatedIncident[]>(open.map(({ incident }) => [incident.id, []]));
  const link = (one: Incident, { id, entity, title }: Incident, relation: RelatedIncident['relation']): void => {
    const known = related.get(one.id)!;
    if (known.length < MAX_RELATED && !known.some((r) => r.id === id)) known.push({ id, entity, title, relation });
  };
  for (const { incident, dependencies } of open) {
    for (const { incident: other } of open) {
      if (other.id === incident.id || !dependencies.has(entityKey(other.entity)) || !together(incident, other)) continue;
      link(incident, other, 'dependency');
      link(other, incident, 'dependent');
    }
  }
  for (const list of related.values()) list.sort((a, b) => (a.id < b.id ? -1 : 1));
  return related;
}

const together = (one: Incident, other: Incident): boolean => Math.abs(Date.parse(one.onsetAt) - Date.parse(other.onsetAt)) <= WINDOW_MS;

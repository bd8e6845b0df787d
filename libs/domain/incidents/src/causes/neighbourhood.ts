import { type Anomaly, entityKey, type Incident, type IncidentAlert, type TopologyEdge } from '@cloudops/contracts';
import { rankCauses } from './rank-causes.ts';
import type { Change, Surroundings } from './surroundings.ts';

/** What is known around an incident, of the entities that its entity depends on. */
export interface Neighbourhood {
  readonly edges: readonly Pick<TopologyEdge, 'from' | 'to' | 'relation'>[];
  readonly changes: readonly Change[];
  /** Of other entities; at least medium. */
  readonly anomalies: readonly Anomaly[];
  readonly alerts: readonly IncidentAlert[];
}

export const NOTHING_AROUND: Neighbourhood = { edges: [], changes: [], anomalies: [], alerts: [] };

/** Suspects of an incident, with those among its dependencies. */
export function causesOf(incident: Pick<Incident, 'entity' | 'anomalies' | 'alerts'>, around: Neighbourhood): Incident['causes'] {
  const anomalies = [...incident.anomalies, ...around.anomalies];
  const alerts = [...incident.alerts, ...around.alerts];
  return rankCauses(anomalies, surroundingsOf(incident.entity, anomalies, around), alerts);
}

/** A machine that got into trouble after what runs on it may suffer from that; it explains nothing. Calls may be noticed in any order. */
function surroundingsOf(symptom: Surroundings['symptom'], anomalies: readonly Anomaly[], { edges, changes }: Neighbourhood): Surroundings {
  const onset = (key: string): number =>
    Math.min(...anomalies.filter((a) => entityKey(a.entity) === key).map((a) => Date.parse(a.onsetAt)));
  const calls = edges
    .filter(({ from, to, relation }) => relation !== 'runs-on' || onset(entityKey(to)) <= onset(entityKey(from)))
    .map(({ from, to }) => ({ caller: from, callee: to }));
  return { symptom, calls, changes };
}

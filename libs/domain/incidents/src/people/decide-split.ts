import { DomainError, type Incident, sameEntity } from '@cloudops/contracts';
import type { IncidentEvent } from '../incident-event.ts';
import { incidentId } from '../incident-id.ts';
import { kindOf } from '../kind-of.ts';
import { named, refuseUnlessOpen, type Reshaping } from './reshaping.ts';

export interface Split extends Reshaping {
  readonly incident: Incident;
  /** Ids of the anomalies that leave. */
  readonly anomalies: readonly string[];
  /** Fingerprints of the alerts that leave. */
  readonly alerts: readonly string[];
}

/** What becomes of the incident, what opens, and why. */
export interface SplitVerdict {
  readonly incident: IncidentEvent;
  readonly opened: IncidentEvent;
  readonly reason: string;
}

/**
 * A person says that an incident is two troubles. The parts that leave it open an incident of their own, of the entity of the first of them; whoever
 * has the old one in hand has both.
 * @throws DomainError `invalid` when a part is not in it, none or all would leave, or none of its own entity would stay; `conflict` when it is over.
 */
export function decideSplit({ incident, anomalies, alerts, by, reason: why, at }: Split): SplitVerdict {
  refuseUnlessOpen(incident, 'id');
  refuseUnknown('anomalies', anomalies, new Set(incident.anomalies.map((a) => a.id)));
  refuseUnknown('alerts', alerts, new Set(incident.alerts.map((a) => a.fingerprint)));
  const leaving = {
    anomalies: incident.anomalies.filter((a) => anomalies.includes(a.id)),
    alerts: incident.alerts.filter((a) => alerts.includes(a.fingerprint)),
  };
  const staying = [
    ...incident.anomalies.filter((a) => !leaving.anomalies.includes(a)),
    ...incident.alerts.filter((a) => !leaving.alerts.includes(a)),
  ];
  if (leaving.anomalies.length + leaving.alerts.length === 0) throw refusal('split-nothing', 'Name what is to leave the incident');
  if (staying.length === 0) throw refusal('split-all', 'Something must stay: an incident is not split by moving all that is in it');
  if (!staying.some((part) => sameEntity(part.entity, incident.entity))) {
    const { kind, id } = incident.entity;
    throw refusal('split-own-entity', `Something of ${kind} ${id}, which the incident is about, must stay; split off the others instead`);
  }
  const id = incidentId({ id: `split|${incident.id}|${incident.version}` });
  const reason = `${by} split ${leaving.anomalies.length + leaving.alerts.length} signals off ${named(incident)}: ${why}`;
  return {
    incident: { type: 'parted', leaving, into: id, by, why, at, reason },
    opened: { type: 'opened', kind: kindOf({ ...incident, ...leaving }), ...leaving, at, reason, splitFrom: { incident, id, by, why } },
    reason,
  };
}

function refuseUnknown(field: 'anomalies' | 'alerts', ids: readonly string[], known: ReadonlySet<string>): void {
  const at = ids.findIndex((id) => !known.has(id));
  if (at < 0) return;
  throw new DomainError('invalid', 'not-in-the-incident', `${ids[at]} is not among its ${field}`, { field: `${field}[${at}]` });
}

const refusal = (code: string, message: string): DomainError => new DomainError('invalid', code, message, { field: 'anomalies' });

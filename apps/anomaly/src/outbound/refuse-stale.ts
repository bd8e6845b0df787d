import { DomainError, type Incident } from '@cloudops/contracts';

/** @throws DomainError `not-found`; @param field where somebody else's id was given. */
export function known(incident: Incident | undefined, id: string, field?: string): Incident {
  if (incident) return incident;
  throw new DomainError('not-found', 'incident-not-found', `There is no incident ${id}`, field === undefined ? {} : { field });
}

/** @throws DomainError `stale`, with the incident as it is, when a person saw another version of it. */
export function refuseStale(incident: Incident, version: number | undefined): Incident {
  if (version === undefined || version === incident.version) return incident;
  const message = `Incident ${incident.id} is at version ${incident.version}, not ${version}: look at it again`;
  throw new DomainError('stale', 'incident-changed', message, { field: 'If-Match', current: incident });
}

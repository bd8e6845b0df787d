import { type Incident, type OperationalChange, type Remediation, sameEntity, type TimelineEntry } from '@cloudops/contracts';

/** What remediation does to an entity is a change like any other: the next incident may follow from it. */
export const changeOfRemediation = ({ id, target, plan }: Remediation, at: Date): OperationalChange => ({
  id: `remediation-${id}`,
  kind: 'remediation',
  entity: target,
  at: at.toISOString(),
  title: plan.slice(0, 300) || 'remediation',
  link: null,
  source: 'remediation',
});

/** A timeline with the changes around it in their places. Steps of the incident's own remediation are told there already. */
export function withChanges(
  timeline: readonly TimelineEntry[],
  changes: readonly OperationalChange[],
  incident: Incident,
): TimelineEntry[] {
  const own = ({ kind, entity, at }: OperationalChange): boolean =>
    kind === 'remediation' && sameEntity(entity, incident.entity) && at >= incident.openedAt;
  const told = changes
    .filter((change) => !own(change))
    .map((change) => ({ id: `change-${change.id}`, at: change.at, type: 'change', text: narrateChange(change) }));
  // a stable sort: entries of one moment keep the order in which they were told
  return [...told, ...timeline].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Its title is somebody else's: quoted, in one line. */
export const narrateChange = ({ kind, entity, title, source }: OperationalChange): string =>
  `Change (${kind}) of ${entity.kind} ${entity.id}: "${title.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()}", says ${source}.`;

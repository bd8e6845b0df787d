import type { IncidentAlert } from '@cloudops/contracts';

const MAX_TEXT = 200;

/** An alert in one line; what it says is somebody else's text: quoted and cut. */
export function describeAlert({ name, entity, state, startsAt, annotations }: IncidentAlert): string {
  const said = annotations.summary === undefined ? '' : `, says ${JSON.stringify(annotations.summary.slice(0, MAX_TEXT))}`;
  return `${entity.id}: ${name} is ${state} since ${startsAt}${said}`;
}

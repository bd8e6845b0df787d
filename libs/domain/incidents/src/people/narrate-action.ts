import type { IncidentEvent } from '../incident-event.ts';

/** A line of the timeline about what a person did. */
export function narrateAction({ action, by, reason }: Extract<IncidentEvent, { type: 'person-acted' }>): string {
  switch (action.type) {
    case 'comment':
      return `${by}: ${action.text}`;
    case 'hand-over':
      return `${reason}: ${action.note}`;
    default:
      return `${reason}.`;
  }
}

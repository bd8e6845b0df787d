import type { Incident } from '@cloudops/contracts';
import type { IncidentEvent } from '../incident-event.ts';

/** The incident after what a person did; version and time are the caller's business. */
export function afterAction(incident: Incident, { action, by, at }: Extract<IncidentEvent, { type: 'person-acted' }>): Incident {
  switch (action.type) {
    case 'acknowledge':
      return { ...incident, acknowledged: { by, at } };
    case 'assign':
      return { ...incident, assignee: action.to };
    case 'hand-over':
      return { ...incident, assignee: action.to, acknowledged: null };
    case 'snooze':
      return { ...incident, snoozedUntil: action.until };
    case 'comment':
      return incident;
  }
}

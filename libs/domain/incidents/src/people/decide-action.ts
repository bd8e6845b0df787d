import { DomainError, type Incident } from '@cloudops/contracts';
import type { PersonActs } from '../incident-command.ts';
import type { Verdict } from '../incident-event.ts';

/** Nobody snoozes for longer: what nobody wants to hear of for a month wants a silence, with its end and its reason. */
const LONGEST_SNOOZE_MS = 30 * 86_400_000;

/**
 * What a person's action makes of an incident; doing again what is already so changes nothing, except that a comment is always one more.
 * @throws DomainError `conflict` when the incident is over, `invalid` when a snooze has no sensible end.
 */
export function decideAction(command: PersonActs, incident: Incident | undefined): Verdict {
  const { action, by, at } = command;
  const done = (reason: string): Verdict => ({ events: [{ ...command, type: 'person-acted', reason }], reason });
  const nothing = (reason: string): Verdict => ({ events: [], reason });
  if (!incident) return nothing('no-such-incident');
  if (action.type === 'comment') return done(`${by} commented`);
  if (incident.state === 'resolved')
    throw new DomainError('conflict', 'incident-resolved', `Incident ${incident.id} is over; it can only be commented on`);
  switch (action.type) {
    case 'acknowledge':
      if (incident.acknowledged) return nothing(`${incident.acknowledged.by} has acknowledged it`);
      return done(`${by} acknowledged it`);
    case 'assign':
      if (incident.assignee === action.to) return nothing(action.to === null ? 'nobody has it' : `${action.to} has it`);
      return done(action.to === null ? `${by} took it out of everybody's hands` : `${by} assigned it to ${action.to}`);
    case 'hand-over':
      if (incident.assignee === action.to) return nothing(`${action.to} has it`);
      return done(`${by} handed it over to ${action.to}`);
    case 'snooze':
      if (incident.snoozedUntil === action.until) return nothing(action.until === null ? 'it is not snoozed' : 'it is snoozed until then');
      if (action.until !== null) checkEnd(Date.parse(action.until) - Date.parse(at));
      return done(action.until === null ? `${by} ended the snooze` : `${by} snoozed it until ${action.until}`);
  }
}

function checkEnd(lengthMs: number): void {
  if (lengthMs > 0 && lengthMs <= LONGEST_SNOOZE_MS) return;
  throw new DomainError('invalid', 'snooze-end', 'A snooze ends in the future, 30 days from now at most', { field: 'until' });
}

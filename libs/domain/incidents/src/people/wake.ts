import { type Incident, type Severity, severityRank } from '@cloudops/contracts';
import type { Verdict } from '../incident-event.ts';

/** Ends a snooze whose time is up; `undefined` while there is none or it goes on. */
export function wakeIfDue({ snoozedUntil }: Incident, at: string): Verdict | undefined {
  if (!snoozedUntil || Date.parse(snoozedUntil) > Date.parse(at)) return undefined;
  const reason = 'its time is up and the incident is still open';
  return { events: [{ type: 'woke', at, reason }], reason };
}

/** Whoever snoozed an incident did so as bad as it was: when a change makes it worse, the snooze is over. @param why in the timeline. */
export function wakeIfWorse({ snoozedUntil, severity }: Incident, now: Severity, why: string, verdict: Verdict): Verdict {
  const [change] = verdict.events;
  if (!snoozedUntil || !change || severityRank(now) <= severityRank(severity)) return verdict;
  return { ...verdict, events: [...verdict.events, { type: 'woke', at: change.at, reason: why }] };
}

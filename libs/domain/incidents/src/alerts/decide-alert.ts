import type { Alert, Incident } from '@cloudops/contracts';
import type { IncidentCommand, RecentIncident } from '../incident-command.ts';
import type { IncidentEvent, Verdict } from '../incident-event.ts';
import { MAX_ALERTS } from '../most-parts.ts';
import { wakeIfWorse } from '../people/wake.ts';
import { silenceReason } from '../silences/silenced-by.ts';
import { partOfAlert } from './part-of-alert.ts';

/** An alert that was quiet this long fires for the first time again, ms. */
const FORGIVEN_MS = 3_600_000;

type Fired = Extract<IncidentCommand, { type: 'alert-fired' }>;

/**
 * An alert is somebody's judgement that a person should know, so it opens an incident alone, at once, and is never held back. Damping works
 * at the other end: each firing doubles how long the incident must be quiet before it closes, so an alert that flaps stays one incident.
 */
export function decideFired({ alert, others, previous, silence, at }: Fired, incident: Incident | undefined): Verdict {
  if (alert.severity === 'low') return nothing('a-mild-alert-informs');
  // what is in an incident already stays in it
  if (silence && !incident?.alerts.some((a) => a.fingerprint === alert.fingerprint)) return nothing(silenceReason(silence));
  const kind = alert.kind === 'condition' ? 'condition' : 'alert';
  if (incident?.state !== 'open') {
    const firings = 1 + earlierFirings(alert, previous);
    const anomalies = others.filter((a) => a.clearedAt === null && a.severity !== 'low');
    return one({ type: 'opened', kind, anomalies, alerts: [partOfAlert(alert, firings)], at, reason: `${kind} ${alert.name} is firing` });
  }
  const known = incident.alerts.find((a) => a.fingerprint === alert.fingerprint);
  if (known?.id === alert.id) return nothing(known.state === 'firing' ? 'already-told' : 'already-resolved');
  if (known && known.startsAt >= alert.startsAt) return nothing('an-older-firing');
  if (!known && incident.alerts.length >= MAX_ALERTS) return nothing('incident-is-full');
  const firings = 1 + (known?.firings ?? earlierFirings(alert, previous));
  const again = known ? ` again, for the ${ordinal(firings)} time` : ' too';
  const worse = `${kind} ${alert.name} is ${alert.severity}, the incident was ${incident.severity} when it was snoozed`;
  const told = one({ type: 'alert-fired', alert: partOfAlert(alert, firings), at, reason: `${kind} ${alert.name} is firing${again}` });
  return wakeIfWorse(incident, alert.severity, worse, told);
}

export function decideResolved(alert: Alert, at: string, incident: Incident | undefined): Verdict {
  const known = incident?.alerts.find((a) => a.id === alert.id);
  if (incident?.state !== 'open' || !known) return nothing('not-in-an-incident');
  if (known.state === 'resolved') return nothing('already-resolved');
  const resolved = { ...known, state: 'resolved' as const, endsAt: alert.endsAt ?? at };
  return one({ type: 'alert-resolved', alert: resolved, at, reason: `${alert.kind} ${alert.name} is resolved` });
}

function earlierFirings({ fingerprint, startsAt }: Alert, previous: RecentIncident | undefined): number {
  if (!previous || Date.parse(startsAt) - Date.parse(previous.resolvedAt) > FORGIVEN_MS) return 0;
  return previous.alerts.find((a) => a.fingerprint === fingerprint)?.firings ?? 0;
}

const ordinal = (n: number): string => `${n}${['st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 3 : (n % 10) - 1] ?? 'th'}`;
const one = (event: IncidentEvent): Verdict => ({ events: [event], reason: event.reason });
const nothing = (reason: string): Verdict => ({ events: [], reason });
